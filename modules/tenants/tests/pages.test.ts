/** The pages of tenants, rendered as a browser first receives them. */
import type { TestApp } from '@ashlar/testing'
import type { PageFile, ResolvePage } from 'ashlar/react'
import { createRenderer } from 'ashlar/react/server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { routes } from '../src/contract.ts'
import de from '../src/locales/de.json' with { type: 'json' }
import en from '../src/locales/en.json' with { type: 'json' }
import { meet, openTenants, type Someone } from './open-tenants.ts'

const resolve: ResolvePage = (name) => import(`../src/pages/${name.slice('tenants/'.length)}.tsx`) as Promise<PageFile>

let app: TestApp
let admin: Someone

beforeAll(async () => {
  app = await openTenants({ languages: ['en', 'de'], render: createRenderer({ resolve }) })
  admin = await meet(app, 'Ada Min', ['admin'])
})
afterAll(() => app?.close())

test.each([
  ['en', en],
  ['de', de],
] as const)('every page speaks the language of its reader: %s', async (language, texts) => {
  const stored = await admin.client.submit('POST', routes.store(), { name: 'North', slug: `north-${language}` })
  const show = stored.location ?? ''
  const pages: readonly (readonly [string, readonly string[]])[] = [
    [routes.choose(), [texts.choose.title, texts.choose.lead]],
    [routes.list(), [texts.title, texts.slug, texts.active]],
    [routes.create(), [texts.add, texts.slugHint]],
    [show, [texts.details, texts.noMembers, texts.addMember]],
    [`${show}/edit`, [texts.slugHint]],
  ]
  for (const [path, says] of pages) {
    const page = await admin.client.open(path, { 'accept-language': language })
    expect(page.status, path).toBe(200)
    expect(page.text).toContain(`<html lang="${language}"`)
    for (const text of says) expect(page.text).toContain(text)
  }
})
