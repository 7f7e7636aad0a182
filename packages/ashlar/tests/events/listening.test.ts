/** The connection on which notifications are heard, when nobody answers on it any more. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { createTestDatabase, type TestDatabase } from '@ashlar/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { listenTo } from '../../src/data/notifications.ts'

let database: TestDatabase
let silent = false
const sockets: Socket[] = []

/** A way to the database that swallows everything, in both directions, while it is silent. */
const proxy = createServer({ allowHalfOpen: true }, (inner) => {
  const url = new URL(database.url)
  const port = Number(url.searchParams.get('port') ?? (url.port || 5432))
  const folder = url.searchParams.get('host')
  const outer = folder ? connect(`${folder}/.s.PGSQL.${port}`) : connect(port, url.hostname)
  for (const [from, to] of [
    [inner, outer],
    [outer, inner],
  ] as const) {
    from.on('data', (bytes) => silent || to.write(bytes))
    from.on('error', () => undefined)
    sockets.push(from)
  }
})

beforeEach(async () => {
  database = await createTestDatabase()
  silent = false
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
})
afterEach(async () => {
  for (const socket of sockets) socket.destroy()
  proxy.close()
  await database.drop()
})

function listenThroughProxy() {
  const { username, password, pathname } = new URL(database.url)
  const { port } = proxy.address() as AddressInfo
  const heard = Promise.withResolvers<void>()
  const failed = Promise.withResolvers<unknown>()
  const errors: unknown[] = []
  const notifications = listenTo({
    url: `postgresql://${username}:${password}@127.0.0.1:${port}${pathname}`,
    channel: 'tests',
    onNotified: () => heard.resolve(),
    onError: (error) => {
      errors.push(error)
      failed.resolve(error)
    },
  })
  return { notifications, heard: heard.promise, failed: failed.promise, errors }
}

test('a listener whose connection has gone silent closes all the same, and calls that no error', async () => {
  const { notifications, heard, errors } = listenThroughProxy()
  await heard
  silent = true
  await notifications.close()

  expect(errors).toEqual([])
}, 30_000)

test('a server that takes the connection and never answers is told as one that is not there', async () => {
  silent = true
  const { notifications, failed } = listenThroughProxy()

  expect(await failed).toBeInstanceOf(Error)
  await notifications.close()
}, 30_000)
