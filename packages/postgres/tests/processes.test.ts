import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { startEmbeddedPostgres, withDatabase } from '../src/index.ts'
import { runCommand } from './commands.ts'
import { createFolder, keeperPid, serverPid, serverStops } from './folders.ts'
import { query } from './sql.ts'

// Making a database takes longer than anything else here: one folder serves every test that does not need a new one.
const folder = createFolder(afterAll)

describe('one server for many processes', () => {
  test('a second command adopts the server and keeps it when the first ends', async () => {
    const first = runCommand({ folder })
    await first.hear('status')

    const second = runCommand({ folder })
    expect(await second.hear('status')).toBe('adopted')
    const url = await second.hear('ownerUrl')
    const pid = serverPid(folder)
    await first.release()

    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }])
    expect(serverPid(folder)).toBe(pid)
    await second.release()
    expect(existsSync(join(folder, 'cluster', 'data', 'postmaster.pid'))).toBe(false)
  })

  test('the server stops cleanly when the only command that used it is killed', async () => {
    const command = runCommand({ folder })
    await command.hear('status')

    await command.kill()
    await serverStops(folder)

    // PostgreSQL writes this line after it has removed its lock file.
    await vi.waitFor(
      () => expect(readFileSync(join(folder, 'server.log'), 'utf8')).toContain('database system is shut down'),
      {
        timeout: 60_000,
      },
    )
    const next = await startEmbeddedPostgres({ folder })
    expect(next.status).toBe('started')
    await next.release()
  })

  test('thirty commands started at once share one server', async () => {
    const folder = createFolder()

    const commands = Array.from({ length: 30 }, () => runCommand({ folder, durable: false }))
    const statuses = await Promise.all(commands.map((command) => command.hear('status')))
    const pid = serverPid(folder)
    await Promise.all(commands.map((command) => command.release()))

    expect(statuses.filter((status) => status === 'created')).toHaveLength(1)
    expect(statuses.filter((status) => status === 'adopted')).toHaveLength(29)
    expect(pid).toBeGreaterThan(0)
    expect(existsSync(join(folder, 'cluster', 'data', 'postmaster.pid'))).toBe(false)
  })

  test('a start right after a stop waits for it', async () => {
    for (let round = 0; round < 5; round++) {
      const leaving = await startEmbeddedPostgres({ folder, durable: false })
      const [, coming] = await Promise.all([leaving.release(), startEmbeddedPostgres({ folder, durable: false })])
      expect(await query(coming.ownerUrl('postgres'), 'select 1 as one')).toEqual([{ one: 1 }])
      await coming.release()
    }
  })

  test('a server that crashes is started again with all that was committed', async () => {
    const server = await startEmbeddedPostgres({ folder })
    await server.ensureDatabase('crash')
    const url = server.ownerUrl('crash')
    await query(url, 'create table ledger (entry int)')
    await query(url, 'insert into ledger select generate_series(1, 100)')
    const crashed = serverPid(folder)

    process.kill(crashed, 'SIGKILL')
    const rows = await vi.waitFor(() => query(url, 'select count(*)::int as entries from ledger'), {
      timeout: 60_000,
      interval: 20,
    })

    expect(rows).toEqual([{ entries: 100 }])
    expect(serverPid(folder)).not.toBe(crashed)
    await server.release()
  })

  test('a server that somebody shuts down from outside stays down', async () => {
    const server = await startEmbeddedPostgres({ folder, durable: false })

    process.kill(serverPid(folder), 'SIGINT')
    await serverStops(folder)
    await server.release()

    const next = await startEmbeddedPostgres({ folder, durable: false })
    expect(next.status).toBe('started')
    await next.release()
  })

  test('a command whose keeper is killed brings up another, and the server goes on', async () => {
    const server = await startEmbeddedPostgres({ folder, durable: false })
    const other = await startEmbeddedPostgres({ folder, durable: false })
    const before = { keeper: keeperPid(folder), server: serverPid(folder) }

    process.kill(before.keeper, 'SIGKILL')
    await vi.waitFor(() => expect(keeperPid(folder)).not.toBe(before.keeper), { timeout: 60_000, interval: 50 })

    expect(serverPid(folder)).toBe(before.server)
    await server.release()
    expect(await query(other.ownerUrl('postgres'), 'select 1 as one')).toEqual([{ one: 1 }])
    await other.release()
    expect(existsSync(join(folder, 'cluster', 'data', 'postmaster.pid'))).toBe(false)
  })

  test('the next command adopts a server whose keeper and users were all killed', async () => {
    const command = runCommand({ folder })
    const url = await command.hear('ownerUrl')
    const orphan = serverPid(folder)
    await query(url, 'create database orphan')
    await query(withDatabase(url, 'orphan'), 'create table note (text text)')

    // Stopped first, so that it cannot bring up a keeper between the two kills.
    const keeper = keeperPid(folder)
    process.kill(keeper, 'SIGSTOP')
    await command.kill()
    process.kill(keeper, 'SIGKILL')
    const next = await startEmbeddedPostgres({ folder })

    expect(next.status).toBe('adopted')
    expect(serverPid(folder)).toBe(orphan)
    expect(await query(next.ownerUrl('orphan'), 'select * from note')).toEqual([])
    await next.release()
    expect(existsSync(join(folder, 'cluster', 'data', 'postmaster.pid'))).toBe(false)
  })

  test('a process id that was handed out again does not stand for a server', async () => {
    const first = await startEmbeddedPostgres({ folder, durable: false })
    const file = join(folder, 'cluster', 'data', 'postmaster.pid')
    const left = readFileSync(file, 'utf8')
    await first.release()
    writeFileSync(file, left.replace(/^\d+/, String(process.pid)))

    const next = await startEmbeddedPostgres({ folder, durable: false })

    expect(next.status).toBe('started')
    await next.release()
  })
})

describe('the start lock', () => {
  test('has one holder at a time, also when holders are killed', async () => {
    const lock = join(createFolder(), 'start.lock')
    const script = fileURLToPath(new URL('./fixtures/contend-for-lock.ts', import.meta.url))

    const endings = await Promise.all(
      Array.from({ length: 16 }, async () => {
        const child = spawn(process.execPath, [script, lock, '12'], { stdio: ['ignore', 'inherit', 'inherit'] })
        const [, signal] = await once(child, 'exit')
        return signal as string
      }),
    )

    expect(endings).toEqual(Array.from({ length: 16 }, () => 'SIGKILL'))
    expect(readdirSync(join(lock, '..'))).toContain('start.lock')
  })
})
