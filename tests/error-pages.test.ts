/** Every code that anybody can meet has an entry in the error pages, and every entry is about a code that exists. */
import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { catalogue } from '@ashlar/doctor'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '..')
const read = (file: string): string => readFileSync(join(root, file), 'utf8')

function listRaised(): readonly string[] {
  const sources = globSync(['packages/*/src/**/*.{ts,tsx}', 'modules/*/src/**/*.{ts,tsx}'], { cwd: root })
  const raised = sources
    .filter((file) => !/\.test\.tsx?$/.test(file))
    .flatMap((file) => [...read(file).matchAll(/'(ASH\d{3})'/g)].map(([, code = '']) => code))
  return [...new Set([...raised, ...catalogue.map(({ code }) => code)])].toSorted()
}

function listDocumented(): readonly string[] {
  const pages = globSync('docs/errors/*.md', { cwd: root })
  return pages.flatMap((page) => [...read(page).matchAll(/^## (ASH\d{3})$/gm)].map(([, code = '']) => code)).toSorted()
}

test('each code has exactly one entry, and no entry is about a code that is gone', () => {
  expect(listDocumented()).toEqual(listRaised())
})

test('each entry says something', () => {
  for (const page of globSync('docs/errors/*.md', { cwd: root })) {
    for (const entry of read(page).split(/^## /m).slice(1)) expect(entry, page).toMatch(/^ASH\d{3}\n\n.{30,}/)
  }
})

test('codes that guides, records and read-mes name exist', () => {
  const documented = new Set(listDocumented())
  const pages = globSync(['*.md', 'docs/*.md', 'docs/{guides,decisions}/*.md', '{packages,modules}/*/README.md'], {
    cwd: root,
  })
  const named = pages.flatMap((page) => [...read(page).matchAll(/ASH\d{3}/g)].map(([code]) => `${code} in ${page}`))
  expect(named.filter((place) => !documented.has(place.slice(0, 6)))).toEqual([])
  expect(named.length).toBeGreaterThan(50)
})
