/** The guide's snippets, as a module and a test of it. */
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type RanJob, type TestApp, testApp } from '@ashlar/testing'
import type { AppConfig } from 'ashlar'
import { afterAll, beforeAll, expect, test } from 'vitest'

const packageFolder = resolve(import.meta.dirname, '../..')
let folder: string
let snippets: readonly string[]

beforeAll(async () => {
  const guide = await readFile(resolve(packageFolder, '../../docs/guides/jobs.md'), 'utf8')
  snippets = [...guide.matchAll(/^```ts\n(.*?)^```/gms)].map(([, text = '']) => text)
  await mkdir(join(packageFolder, '.ashlar'), { recursive: true })
  folder = await mkdtemp(join(packageFolder, '.ashlar/jobs-guide-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true })
})

test('what the guide shows runs as it says', async () => {
  const [module = '', start = '', config = '', program = ''] = snippets
  expect(snippets).toHaveLength(4)
  const billing = join(folder, 'billing')
  const app = join(folder, 'app')
  await mkdir(billing)
  await mkdir(join(app, 'node_modules/@acme'), { recursive: true })
  await symlink(billing, join(app, 'node_modules/@acme/billing'), 'dir')
  const files = {
    'billing/package.json': JSON.stringify({
      name: '@acme/billing',
      version: '1.0.0',
      type: 'module',
      ashlar: { module: './module.ts' },
    }),
    'billing/module.ts': module,
    'billing/start.ts': start,
    'app/package.json': JSON.stringify({ name: 'app', version: '1.0.0', dependencies: { '@acme/billing': '*' } }),
    'app/app.config.ts': config,
    'app/reminders.ts': `${program.replace("modules: ['@acme/billing']", `$&, folder: ${JSON.stringify(app)}`)}\nexport { app, ran }\n`,
  }
  for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text)

  const shown = (await import(join(app, 'reminders.ts'))) as { app: TestApp; ran: readonly RanJob[] }
  expect(shown.ran.map(({ job }) => job)).toEqual(['billing.nightlyReport'])
  await shown.app.time.travel({ minutes: 1 })
  expect((await shown.app.runJobs()).map(({ job }) => job)).toEqual(['billing.remind'])
  await shown.app.close()

  const { default: configuration } = (await import(join(app, 'app.config.ts'))) as { default: AppConfig }
  const running = await testApp({ modules: ['@acme/billing'], folder: app, config: configuration, background: true })
  await running.close()
})
