import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { typeidOf } from 'ashlar/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEquippedWorkshop, type EquippedWorkshop, type Outcome } from './workshop.ts'

let workshop: EquippedWorkshop

const [bristol, bath] = ['0198c0de-0000-7000-8000-00000000000a', '0198c0de-0000-7000-8000-00000000000b']

const settingsFile = `import { defineSettings, flag } from 'ashlar/contract'
import { z } from 'zod'

export const settings = defineSettings('notes', {
  perPage: { schema: z.int().min(1).max(100).default(20), help: 'notes on a page', levels: ['system', 'tenant', 'user'] },
  key: { schema: z.string().min(8).optional(), help: 'the key of the cloud', secret: true, levels: ['system'] },
  host: { schema: z.string().default('localhost'), help: 'where notes are printed' },
})

/** Stands for the module that knows tenants. */
export const listTenants = async () => [
  { id: '${bristol}', name: 'Bristol', slug: 'bristol', suspended: false },
  { id: '${bath}', name: 'Bath', slug: 'bath', suspended: false },
]

export const colours = flag('notes.colours', { help: 'notes have colours' })
`

beforeAll(async () => {
  workshop = await createEquippedWorkshop({
    APP_KEY: 'a key that is long enough for a test',
    NOTES_HOST: 'printer',
  })
  const source = join(workshop.moduleFolder, 'src')
  const change = async (file: string, imports: string, from: string, to: string) => {
    const text = await readFile(join(source, file), 'utf8')
    await writeFile(join(source, file), `${imports}\n${text.replace(from, to)}`)
  }
  await writeFile(join(source, 'settings.ts'), settingsFile)
  await change(
    'module.ts',
    `import { tenantProvider } from 'ashlar/contract'\nimport { colours, settings } from './settings.ts'`,
    "id: 'notes',",
    "id: 'notes',\n  settings,\n  flags: [colours],\n  offers: { tenantProvider },",
  )
  await change(
    'start.ts',
    `import { listTenants } from './settings.ts'`,
    '  return {',
    `  const find = async () => ({ named: [], memberships: [], chosen: undefined })
  const paths = { choose: '/choose', switch: '/switch' }
  return {
    offers: { tenantProvider: { find, list: listTenants, paths } },`,
  )
})
afterAll(() => workshop.remove())

const ashlar = (words: readonly string[], input?: string): Promise<Outcome> =>
  workshop.run(words, {
    env: { DATABASE_URL: workshop.database.appUrl, DATABASE_OWNER_URL: workshop.database.url },
    ...(input === undefined ? {} : { input }),
  })

const settings = (words: readonly string[], input?: string) => ashlar(['settings', ...words], input)
const flags = (...words: readonly string[]) => ashlar(['flags', ...words])

test('settings are listed, shown, set and taken back', async () => {
  const listed = await settings(['list'])
  expect(listed.stdout).toMatch(/notes\.perPage +20 +default +system, tenant, user +notes on a page/)
  expect(listed.stdout).toMatch(/notes\.host +"printer" +environment +–/)

  expect((await settings(['set', 'notes.perPage', '30'])).stdout).toContain('Set notes.perPage')
  expect((await settings(['set', 'notes.perPage', '40', '--user', 'anna'])).stdout).toContain('for user anna')
  const shown = await settings(['get', 'notes.perPage', '--user', 'anna'])
  expect(shown.stdout).toContain('notes.perPage = 40, from user')
  expect(shown.stdout).toMatch(/system +30 .+ system/)
  expect(JSON.parse((await settings(['get', 'notes.perPage', '--json'])).stdout)).toMatchObject({
    value: 30,
    source: 'system',
    found: [{ source: 'system', changedBy: 'system' }, { source: 'default' }],
  })
  const unset = await settings(['unset', 'notes.perPage'])
  expect(unset.stdout).toContain('it is 20 now, from default')
})

test('a tenant is meant by its short name or its id, and by nothing else', async () => {
  expect((await settings(['set', 'notes.perPage', '50', '--tenant', 'bristol'])).stdout).toContain('for tenant bristol')
  for (const name of ['bristol', bristol, bristol?.toUpperCase(), typeidOf('ten', bristol ?? '')]) {
    const { stdout } = await settings(['get', 'notes.perPage', '--tenant', String(name), '--json'])
    expect(JSON.parse(stdout)).toMatchObject({ value: 50, source: 'tenant' })
  }
  expect((await settings(['unset', 'notes.perPage', '--tenant', 'bath'])).stdout).toContain('it is 20 now')

  const set = await flags('set', 'notes.colours', '--tenants', `bristol,${typeidOf('ten', bath ?? '')}`, '--json')
  expect(JSON.parse(set.stdout)).toMatchObject({ rules: { tenants: [bristol, bath] } })
  const explained = await flags('explain', 'notes.colours', '--tenant', 'bath')
  expect(explained.stdout).toContain('is on: it is on for the tenant')
  await flags('unset', 'notes.colours')

  const unknown = [
    await settings(['set', 'notes.perPage', '50', '--tenant', 'bristle']),
    await settings(['list', '--tenant', '0198c0de-0000-7000-8000-00000000000c']),
    await flags('set', 'notes.colours', '--tenants', 'bristol,bristle'),
    await flags('explain', 'notes.colours', '--tenant', 'ten_bristol'),
  ]
  for (const { code, stderr } of unknown) {
    expect(code).toBe(1)
    expect(stderr).toMatch(/There is no tenant ".+"\. Name one of these: bristol, bath\. \[ASH512\]/)
  }
})

test('a secret is read from standard input, and never shown', async () => {
  const secret = 'the-key-of-the-cloud'
  expect((await settings(['get', 'notes.key'])).stdout).toContain('notes.key = –, from default')
  const set = await settings(['set', 'notes.key', '--stdin'], `${secret}\n`)
  const told = [set, await settings(['get', 'notes.key']), await settings(['list', '--json'])]
  expect(told.map(({ code }) => code)).toEqual([0, 0, 0])
  for (const { stdout, stderr } of told) expect(stdout + stderr).not.toContain(secret)
  expect(told[1]?.stdout).toContain('notes.key = "[secret]", from system')
})

test('what makes no sense is refused in words', async () => {
  const refusals: readonly (readonly [readonly string[], string])[] = [
    [['get', 'notes.colour'], 'ASH211'],
    [['get', 'perPage'], 'ASH214'],
    [['get', 'notes'], 'ASH214'],
    [['set', 'notes.perPage', '20', '30'], 'ASH515'],
    [['set', 'notes.perPage'], 'ASH514'],
    [['set', 'notes.perPage', 'many'], 'ASH209'],
    [['set', 'notes.perPage', '--', '-5'], 'ASH209'],
    [['set', 'notes.host', 'printer'], 'ASH206'],
    [['set', 'notes.key', 'the-key-of-the-cloud'], 'ASH524'],
    [['set', 'notes.perPage', '30', '--stdin'], 'ASH915'],
    [['unset', 'notes.perPage', '--tenant', 'bath', '--user', 'two'], 'ASH206'],
  ]
  for (const [words, code] of refusals) {
    const outcome = await settings(words)
    expect([outcome.code, /ASH\d+/.exec(outcome.stderr)?.[0]]).toEqual([1, code])
  }
  const negative = await settings(['set', 'notes.perPage', '-5'])
  expect(negative.stderr).toContain('A value that begins with a hyphen stands behind two of them: -- -5.')
  expect((await settings(['get', 'notes.host'])).stdout).toContain('it is read when the app boots, and stays')
})

test('flags are listed, set, explained and taken back', async () => {
  expect((await flags('list')).stdout).toMatch(/notes\.colours +off by default +– +– +notes have colours/)
  const set = await flags('set', 'notes.colours', '--users', 'anna,ben', '--percent', '10')
  expect(set.stdout).toContain('notes.colours is on for users anna, ben, for 10 %')
  expect((await flags('explain', 'notes.colours', '--user', 'anna')).stdout).toContain('is on: it is on for the user')
  expect(JSON.parse((await flags('list', '--json')).stdout)).toMatchObject([
    { flag: 'notes.colours', rules: { users: ['anna', 'ben'], percent: 10 }, changedBy: 'system' },
  ])
  expect((await flags('set', 'notes.colours', '--off')).stdout).toContain('off for everybody')
  await flags('unset', 'notes.colours')
  expect((await flags('explain', 'notes.colours')).stdout).toContain('is off: its declaration says so')
  const refusals: readonly (readonly [readonly string[], string])[] = [
    [['set', 'notes.colours'], 'ASH514'],
    [['set', 'notes.colours', '--off', '--users', 'anna'], 'ASH915'],
    [['set', 'notes.colours', '--percent', 'half'], 'ASH504'],
    [['set', 'notes.colours', '--users', ' '], 'ASH504'],
    [['set', 'notes.colours', '--tenants='], 'ASH504'],
    [['set', 'notes.sounds', '--on'], 'ASH546'],
  ]
  for (const [words, code] of refusals) {
    const outcome = await flags(...words)
    expect([outcome.code, /ASH\d+/.exec(outcome.stderr)?.[0]]).toEqual([1, code])
  }
})
