import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTestDatabase, type TestDatabase } from '@ashlar/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createWorkshop, type Outcome, type Workshop } from './workshop.ts'

let workshop: Workshop
let database: TestDatabase
let folder: string

beforeAll(async () => {
  workshop = await createWorkshop()
  folder = join(workshop.appFolder, 'csv')
})
afterAll(() => workshop.remove())
beforeEach(async () => {
  database = await createTestDatabase()
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder)
  return () => database.drop()
})

const environment = () => ({ DATABASE_URL: database.url })
const seed = (...words: string[]): Promise<Outcome> => workshop.run(['db', 'seed', ...words], { env: environment() })
const load = () => seed('--from', folder)
const give = (name: string, content: string | Uint8Array) => writeFile(join(folder, name), content)

/** What is on the wall, as the app itself shows it. */
async function readWall(): Promise<string[]> {
  const running = workshop.start(['dev', '--port', '0'], { env: environment() })
  const [, url = ''] = await running.says(/Workshop: (http:\/\/localhost:\d+)/)
  const notes = (await (await fetch(`${url}/notes/api/notes`)).json()) as { text: string }[]
  await running.end()
  return notes.map(({ text }) => text)
}

test('modules fill themselves with their own data, once', async () => {
  expect((await seed()).stdout).toContain('notes has data')
  expect((await seed()).code).toBe(0)
  expect(await readWall()).toEqual(['Buy mortar', 'Cut the stone'])
})

test('files are loaded into the modules that take them, whatever their line ends, marks and quotes', async () => {
  await give(
    'notes.csv',
    '\uFEFFtext,colour,ignored\r\nPlain,NULL,1\r\n"Two\r\nlines, quoted",red,2\r\nLtd., unquoted,red,3\r\n',
  )
  await give('reminders.csv', 'text\nWater the plants\n')
  await give('stamps.csv', 'a\n1\n')
  const { code, stdout } = await load()
  expect(stdout).toContain('stamps.csv is left alone: no module takes it.')
  expect(stdout).toContain('notes.csv: 3 rows into notes (1 with a comma that lacks its quotes)')
  expect(stdout).toContain('reminders.csv: 1 row into notes')
  expect(code).toBe(0)
  expect(await readWall()).toEqual(['Plain', 'Two\r\nlines, quoted', 'Ltd., unquoted', 'Remember: Water the plants'])
})

test('bad rows are refused by file, line and reason, and nothing of their file is kept', async () => {
  await give('notes.csv', 'text,colour\nGood,NULL\n"Over\ntwo lines",red\n,blue\nToo,many,cells\n')
  await give('reminders.csv', 'text\nWater the plants\n')
  const { code, stdout, stderr } = await load()
  expect(stderr).toContain('notes.csv: 2 rows refused, so nothing of it was kept.')
  expect(stderr).toMatch(/notes\.csv:5 {2}text: \S/)
  expect(stderr).toContain('notes.csv:6  it has 3 cells, where the header has 2')
  expect(stdout).toContain('reminders.csv was held back, because it builds upon notes.csv.')
  expect(stderr).toContain('[ASH534]')
  expect(code).toBe(1)
  expect(await readWall()).toEqual([])
})

test('rows that the module itself refuses take the whole file back', async () => {
  await give('notes.csv', 'text,colour\nGood,NULL\nforbidden,NULL\n')
  const { code, stdout, stderr } = await load()
  expect(stderr).toContain('notes.csv:3  the wall does not take this note')
  expect(stdout).toContain('reminders.csv is not in the folder; notes would take it.')
  expect(code).toBe(1)
  expect(await readWall()).toEqual([])
})

test('of many bad rows the first twenty are listed', async () => {
  await give('notes.csv', `text,colour\n${',x\n'.repeat(50)}`)
  const { stderr } = await load()
  expect(stderr).toContain('notes.csv: 50 rows refused')
  expect(stderr).toContain('notes.csv:21  ')
  expect(stderr).not.toContain('notes.csv:22  ')
  expect(stderr).toContain('… and 30 more')
})

test.each([
  ['a missing column', 'text\nOne\n', 'notes.csv has no column "colour"; its header is text.', 'ASH532'],
  ['an open quote', 'text,colour\n"One,red\n', 'notes.csv cannot be loaded: line', 'ASH533'],
  [
    'bytes that are no UTF-8',
    Uint8Array.of(0x74, 0x65, 0x78, 0x74, 0x0a, 0xff, 0x0a),
    'it is not UTF-8 text',
    'ASH533',
  ],
  ['no line at all', '', 'it is empty, and a header line is needed', 'ASH533'],
  ['a column named twice', 'text,text\na,b\n', 'its header names the column "text" twice', 'ASH533'],
])('a file with %s is refused', async (_case, content, sentence, code) => {
  await give('notes.csv', content)
  const { code: status, stderr } = await load()
  expect(stderr).toContain(sentence)
  expect(stderr).toContain(`[${code}]`)
  expect(status).toBe(1)
})

test('a tenant is named for files alone: modules fill all tenants', async () => {
  expect((await seed('--tenant', 'north')).stderr).toContain('[ASH514]')
})

test('a folder that is not there, or holds nothing to load, is told', async () => {
  const missing = await seed('--from', join(folder, 'nowhere'))
  expect(missing.stderr).toContain('[ASH530]')
  const empty = await load()
  expect(empty.stderr).toContain('The modules load notes.csv, reminders.csv. [ASH531]')
  expect(empty.code).toBe(1)
})
