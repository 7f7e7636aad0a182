import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { startEmbeddedPostgres } from '../src/index.ts'
import { runCommand } from './commands.ts'
import { createFolder } from './folders.ts'
import { query } from './sql.ts'

describe('the database folder', () => {
  test('is made again after the first start was killed halfway', async () => {
    const folder = createFolder()
    const unfinished = () => readdirSync(folder).filter((name) => name.startsWith('unfinished-'))
    for (let round = 0; round < 3; round++) {
      const before = unfinished()
      const interrupted = runCommand({ folder })
      await expect.poll(() => unfinished().some((name) => !before.includes(name)), { interval: 5 }).toBe(true)
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 300))
      await interrupted.kill()
    }
    expect(unfinished()).not.toEqual([])

    const server = await startEmbeddedPostgres({ folder })

    expect(server.status).toBe('created')
    expect(await query(server.appUrl('postgres'), 'select 1 as one')).toEqual([{ one: 1 }])
    await server.release()
    // What a killed command left running may have written for a moment longer; the next start sweeps that too.
    const next = await startEmbeddedPostgres({ folder })
    expect(unfinished()).toEqual([])
    await next.release()
  })

  test('of another major version is refused and left as it is, and one with broken settings is told with what the server said', async () => {
    const folder = createFolder()
    await (await startEmbeddedPostgres({ folder, durable: false })).release()
    const versionFile = join(folder, 'cluster', 'data', 'PG_VERSION')
    const major = readFileSync(versionFile, 'utf8').trim()
    writeFileSync(versionFile, '14\n')
    const before = snapshot(folder)

    const start = startEmbeddedPostgres({ folder, durable: false })

    await expect(start).rejects.toMatchObject({
      code: 'ASH608',
      message: expect.stringContaining(`made by PostgreSQL 14, and the embedded server is PostgreSQL ${major}`),
    })
    expect(snapshot(folder)).toEqual(before)

    writeFileSync(versionFile, `${major}\n`)
    writeFileSync(join(folder, 'cluster', 'data', 'postgresql.conf'), 'shared_buffers = plenty\n')
    await expect(startEmbeddedPostgres({ folder, durable: false })).rejects.toThrow(
      /did not start.*shared_buffers.*\[ASH611\]/,
    )
  })

  test('is refused when it is the data folder of another server', async () => {
    const folder = createFolder()
    writeFileSync(join(folder, 'PG_VERSION'), '18\n')

    await expect(startEmbeddedPostgres({ folder })).rejects.toThrow(
      /data folder of another PostgreSQL server.*\[ASH609\]/,
    )
    expect(readdirSync(folder)).toEqual(['PG_VERSION'])
  })

  test('may be below one that only its owner can enter', async () => {
    const closed = join(createFolder(), 'closed')
    mkdirSync(closed)
    chmodSync(closed, 0o700)
    const folder = join(closed, 'project', 'database')

    const first = await startEmbeddedPostgres({ folder })
    await first.ensureDatabase('app')
    await first.release()
    const second = await startEmbeddedPostgres({ folder })

    expect(
      await query(second.ownerUrl('app'), `select now() at time zone 'Europe/Berlin' is not null as fine`),
    ).toEqual([{ fine: true }])
    // PostgreSQL refuses root: whoever runs this, the server is an ordinary user.
    expect(statSync(join(folder, 'cluster', 'data')).uid).not.toBe(0)
    expect(statSync(closed).mode & 0o777).toBe(0o700)
    await second.release()
  })

  test('may have a path of any length and with any characters', async () => {
    const folder = join(createFolder(), 'häuser und "höfe"', 'x'.repeat(120))

    const server = await startEmbeddedPostgres({ folder, durable: false })

    expect(await query(server.ownerUrl('postgres'), 'select 1 as one')).toEqual([{ one: 1 }])
    await server.release()
  })
})

function snapshot(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('start.lock'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => `${file} ${statSync(file).mtimeMs} ${statSync(file).size}`)
    .sort()
}
