import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEquippedWorkshop, type EquippedWorkshop, type Outcome } from './workshop.ts'

let workshop: EquippedWorkshop

beforeAll(async () => {
  workshop = await createEquippedWorkshop()
})
afterAll(() => workshop.remove())

const db = (words: readonly string[], env: Record<string, string> = {}): Promise<Outcome> =>
  workshop.run(['db', ...words], { env })

test('a new database has everything pending, and asking changes nothing', async () => {
  for (const _time of [1, 2]) {
    const { code, stdout } = await db(['status'])
    expect(stdout).toMatch(/notes +0 +0001_create_notes/)
    expect(stdout).toMatch(/\d migrations pending: ashlar db migrate/)
    expect(code).toBe(0)
  }
})

test('migrations are applied once, each told with its module', async () => {
  const first = await db(['migrate'])
  expect(first.stdout).toMatch(/notes 0001_create_notes \(\d+ ms\)/)
  expect(first.code).toBe(0)
  const second = await db(['migrate', '--json'])
  expect(JSON.parse(second.stdout)).toEqual([])
  const { stdout } = await db(['status', '--json'])
  const status = JSON.parse(stdout)
  expect(status.pendingCount).toBe(0)
  expect(status.modules).toContainEqual(expect.objectContaining({ module: 'notes', pending: [] }))
})

test('a migration that was edited after it ran is told, with status 1', async () => {
  const file = join(workshop.moduleFolder, 'migrations/0001_create_notes.sql')
  const source = await readFile(file, 'utf8')
  await writeFile(file, `${source}\n-- edited\n`)
  const { code, stderr } = await db(['status'])
  await writeFile(file, source)
  expect(stderr).toContain('was edited after it was applied')
  expect(stderr).toContain('[ASH442]')
  expect(code).toBe(1)
})

test('a changed table becomes a migration with its snapshot, and then nothing is missing', async () => {
  expect((await db(['diff', '--check'])).stdout).toContain('No migration is missing')
  const tables = join(workshop.moduleFolder, 'src/data/tables.ts')
  const source = await readFile(tables, 'utf8')
  await writeFile(
    tables,
    source.replace("text('text').notNull(),", "text('text').notNull(),\n  colour: text('colour'),"),
  )

  const check = await db(['diff', '--check'])
  expect(check.stdout).toContain('The tables of notes differ from their migrations: ashlar db diff')
  expect(check.code).toBe(1)
  const json = await db(['diff', '--json'])
  expect(JSON.parse(json.stdout)).toMatchObject([{ module: 'notes', status: 'changed', losesData: [] }])

  const { code, stdout } = await db(['diff', '--title', 'add colour'])
  expect(stdout).toContain('0002_add_colour.sql')
  expect(code).toBe(0)
  const sql = await readFile(join(workshop.moduleFolder, 'migrations/0002_add_colour.sql'), 'utf8')
  expect(sql).toMatch(/ALTER TABLE "notes"."note" ADD COLUMN "colour" text/i)
  expect((await db(['diff', '--check'])).code).toBe(0)
  expect((await db(['migrate'])).stdout).toContain('notes 0002_add_colour')
})

test('what might be a rename is never guessed where nobody can be asked', async () => {
  const tables = join(workshop.moduleFolder, 'src/data/tables.ts')
  const source = await readFile(tables, 'utf8')
  await writeFile(tables, source.replace("colour: text('colour')", "shade: text('shade')"))
  const { code, stderr } = await db(['diff'])
  await writeFile(tables, source)
  expect(stderr).toContain('new column notes.note.shade')
  expect(stderr).toContain('[ASH505]')
  expect(code).toBe(1)
  expect(await readdir(join(workshop.moduleFolder, 'migrations'))).not.toContain('0003_change.sql')
})

test('a change that loses data is written only when that is agreed to', async () => {
  const tables = join(workshop.moduleFolder, 'src/data/tables.ts')
  const source = await readFile(tables, 'utf8')
  await writeFile(tables, source.replace("\n  colour: text('colour'),", ''))
  const refused = await db(['diff'])
  expect(refused.stderr).toMatch(/loses data:\s+ALTER TABLE "notes"."note" DROP COLUMN "colour"/)
  expect(refused.stderr).toContain('[ASH541]')
  expect(refused.code).toBe(1)
  const agreed = await db(['diff', '--allow-data-loss', '--title', 'drop colour'])
  expect(agreed.stdout).toContain('0003_drop_colour.sql')
})

test('a reset is asked for, and refused in production unless forced', async () => {
  const asked = await db(['reset'])
  expect(asked.stderr).toContain('Run it again with --yes to agree. [ASH505]')
  expect(asked.code).toBe(1)
  const production = await db(['reset', '--yes'], { NODE_ENV: 'production' })
  expect(production.stderr).toContain('[ASH540]')
  expect(production.code).toBe(1)
  const agreed = await db(['reset', '--yes'])
  expect(agreed.stdout).toContain('Dropped ashlar, notes')
  expect(agreed.stdout).toMatch(/Applied \d+ migrations/)
  expect(agreed.code).toBe(0)
})

test('an unreachable database is named without its password', async () => {
  const { code, stderr } = await db(['status'], { DATABASE_URL: 'postgres://me:hidden@127.0.0.1:1/nowhere' })
  expect(stderr).toMatch(/127\.0\.0\.1/)
  expect(stderr).toMatch(/\[ASH\d{3}\]/)
  expect(stderr).not.toContain('hidden')
  expect(code).toBe(1)
})
