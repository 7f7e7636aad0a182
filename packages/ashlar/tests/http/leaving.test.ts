/** Clients that leave before their answer, and requests that others get in the way of: over real sockets, in real transactions. */
import { once } from 'node:events'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { type TestApp, testModules } from '@ashlar/testing'
import { anyone, defineRoutes, get, post, signedIn, tenantProvider } from 'ashlar/contract'
import { bookkeeping } from 'ashlar/data'
import { sql } from 'ashlar/drizzle'
import { noContent } from 'ashlar/http'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { moduleOf } from '../module-of.ts'

const count = z.object({ count: z.int() })
const routes = defineRoutes('office', {
  sleep: get('/sleep', { can: anyone, response: count }),
  think: get('/think', { can: anyone, response: count }),
  write: post('/write', { can: anyone, response: count }),
  late: post('/late', { can: signedIn, response: count }),
  slow: get('/slow', { can: anyone, response: count, timeoutMs: 100 }),
  add: post('/add', { can: anyone, body: z.object({ text: z.string() }), transaction: { isolation: 'serializable' } }),
  keep: post('/keep', { can: anyone, transaction: { isolation: 'serializable' } }),
  stuck: post('/stuck', { can: anyone, transaction: { isolation: 'serializable' } }),
})

let app: TestApp
let port: number
let direct: pg.Pool
/** Signed in as the app is, for a role sees what others do only of its own sessions. */
let watch: pg.Pool
const seen = { began: 0, signals: [] as AbortSignal[], texts: [] as unknown[] }
const gate = { opened: Promise.withResolvers<void>(), admitted: Promise.withResolvers<void>() }

beforeAll(async () => {
  const office = moduleOf(
    { id: 'office', routes },
    ({ db }) => {
      const sleep = async () => {
        seen.began += 1
        await db.execute(sql`select pg_sleep(300)`)
        return { count: 0 }
      }
      const write = async () => {
        seen.began += 1
        await db.execute(sql`insert into office.note (text) values ('written')`)
        await gate.opened.promise
        return { count: 1 }
      }
      const conflict = () => db.execute(sql`select office.conflict()`)
      return {
        routes: {
          sleep,
          slow: sleep,
          async think({ request }) {
            seen.signals.push(request.signal)
            await db.execute(sql`select 1`)
            await delay(300_000, undefined, { signal: request.signal, ref: false })
            return { count: 0 }
          },
          write,
          late: write,
          async add({ body, request }) {
            seen.texts.push(body)
            request.setCookie(`try=${seen.texts.length}; Path=/`)
            await db.execute(sql`insert into office.note (text) values (${body.text})`)
            if (seen.texts.length < 3) await conflict()
            return noContent()
          },
          async keep() {
            seen.began += 1
            await bookkeeping(async () => db.execute(sql`insert into office.note (text) values ('kept')`))
            await conflict()
            return noContent()
          },
          async stuck() {
            await conflict()
            return noContent()
          },
        },
      }
    },
    `${import.meta.dirname}/../jobs/migrations`,
  )
  const tenants = moduleOf({ id: 'tenants', offers: { tenantProvider } }, () => ({
    offers: {
      tenantProvider: {
        async find() {
          asked.resolve()
          await gate.admitted.promise
          return { named: [], memberships: [], chosen: undefined }
        },
        list: async () => [],
        paths: { choose: '/choose', switch: '/switch' },
      },
    },
  }))
  app = await testModules([office, tenants], { config: { database: { poolSize: 3, connectTimeoutMs: 60_000 } } })
  direct = new pg.Pool({ connectionString: app.database.url, max: 2 })
  watch = new pg.Pool({ connectionString: app.database.appUrl ?? app.database.url, max: 1 })
  await direct.query(`create function office.conflict() returns int language plpgsql as
    $$ begin raise exception 'in the way' using errcode = '40001'; end $$`)
  await app.app.http.fastify.listen({ port: 0, host: '127.0.0.1' })
  port = (app.app.http.fastify.server.address() as AddressInfo).port
})
afterAll(async () => {
  await direct?.end()
  await watch?.end()
  await app?.close()
})
beforeEach(async () => {
  seen.began = 0
  seen.texts = []
  gate.opened = Promise.withResolvers()
  await direct.query('delete from office.note')
})

const asked = Promise.withResolvers<void>()
const until = (check: () => Promise<void> | void) => vi.waitFor(check, { timeout: 90_000, interval: 20 })
/** How many sessions of the app are at work for a request: what looks after its own tables comes and goes. */
const running = async () =>
  (
    await watch.query(
      `select from pg_stat_activity
       where datname = current_database() and state <> 'idle' and query not like '%ashlar.%' and pid <> pg_backend_pid()`,
    )
  ).rowCount
const notes = async () => (await direct.query('select text from office.note order by id')).rows.map(({ text }) => text)

const connections = () =>
  new Promise<number>((resolve) => app.app.http.fastify.server.getConnections((_error, open) => resolve(open)))

async function send(method: string, path: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.write(`${method} ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-length: 0\r\n\r\n`)
  return socket
}

test('what a client was reading is cancelled when it leaves, and no connection is lost however many do', async () => {
  for (let round = 0; round < 8; round += 1) {
    const began = seen.began
    // More than there are connections: some wait for one when they leave.
    const sockets = await Promise.all(Array.from({ length: 6 }, () => send('GET', routes.sleep())))
    await until(() => expect(seen.began).toBeGreaterThanOrEqual(began + 3))
    await until(async () => expect(await running()).toBe(3))
    for (const socket of sockets) socket.resetAndDestroy()
    await until(async () => expect(await running()).toBe(0))
  }
  await until(() => {
    const { total, idle, waiting } = app.app.database.use().units
    expect({ idle, waiting }).toEqual({ idle: total, waiting: 0 })
  })
  expect(await app.run(async () => 'works')).toBe('works')
})

test('a handler that waits for something else is told that nobody waits for it', async () => {
  const socket = await send('GET', routes.think())
  await until(() => expect(seen.signals).toHaveLength(1))
  expect(seen.signals[0]?.aborted).toBe(false)
  socket.destroy()
  await until(() => expect(seen.signals[0]?.reason).toMatchObject({ code: 'ASH581', status: 499 }))
  await until(async () => expect(await running()).toBe(0))
})

test('what was begun to be written is kept although its client has left', async () => {
  const socket = await send('POST', routes.write())
  await until(() => expect(seen.began).toBe(1))
  socket.destroy()
  await once(socket, 'close')
  await delay(20)
  gate.opened.resolve()
  await until(async () => expect(await notes()).toEqual(['written']))
})

test('what was not begun to be written when its client left is not begun any more', async () => {
  const [name, value] = [...app.as([]).cookies][0] ?? []
  const socket = connect(port, '127.0.0.1')
  socket.write(
    `POST ${routes.late()} HTTP/1.1\r\nhost: localhost\r\ncookie: ${name}=${value}\r\ncontent-length: 0\r\n\r\n`,
  )
  await asked.promise
  socket.destroy()
  await until(async () => expect(await connections()).toBe(0))
  gate.admitted.resolve()
  gate.opened.resolve()
  await until(async () => expect(await running()).toBe(0))
  expect([seen.began, await notes()]).toEqual([0, []])
})

test('the statement of a route that takes too long is ended with it', async () => {
  const { status, json } = await app.visitor().call('GET', routes.slow())
  expect([status, json<{ code: string }>().code]).toEqual([503, 'ASH230'])
  expect(await running()).toBe(0)
})

test('a request that others are in the way of runs again with what it was sent, and answers once', async () => {
  const { status, headers } = await app.visitor().call('POST', routes.add(), { text: 'hello' })
  expect(status).toBe(204)
  expect(seen.texts).toEqual([{ text: 'hello' }, { text: 'hello' }, { text: 'hello' }])
  expect(await notes()).toEqual(['hello'])
  expect(String(headers['set-cookie'])).toBe('try=3; Path=/')
})

test('a request that has kept books does not run again; one that never gets through says when to come back', async () => {
  const kept = await app.visitor().call('POST', routes.keep())
  expect([kept.status, kept.json<{ code: string }>().code]).toEqual([409, 'ASH419'])
  expect(await notes()).toEqual(['kept'])
  const stuck = await app.visitor().call('POST', routes.stuck())
  expect([stuck.status, stuck.json<{ code: string }>().code]).toEqual([503, 'ASH580'])
  expect(stuck.headers['retry-after']).toBe('1')
})
