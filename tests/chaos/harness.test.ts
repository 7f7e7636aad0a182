/** An app that breaks its promises must be found out, or the harness proves nothing. */
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { compareBookings, type Findings } from './checker/check-bookings.ts'
import { slopeOf } from './figures.ts'
import { createRandom } from './random.ts'
import { startWorkload } from './workload/commands.ts'
import { buildChaosApp, workFolder } from './world/built-app.ts'
import { openWorld } from './world/world.ts'

let appFolder: string
let folder: string

beforeAll(async () => {
  appFolder = await buildChaosApp()
  folder = mkdtempSync(join(workFolder, 'test-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))

/** Sends some commands to an app with a fault, kills it with the last answer, and compares. */
async function findFault(fault: string): Promise<Findings & { readonly acknowledged: number }> {
  await using world = openWorld({ seed: 1, folder: join(folder, fault), appFolder, say: () => undefined })
  const database = await world.openDatabase({ durable: false })
  const ledger = world.openLedger()
  const server = await world.startServer({ database, env: { BANK_FAULT: fault } })
  await server.ready()
  const workload = startWorkload({
    url: () => server.url,
    ledger,
    random: world.random.fork('workload'),
    clients: 4,
    goesOn: (sent) => sent < 100,
  })
  await workload.done
  await server.kill()
  const entries = ledger.read()
  const acknowledged = entries.filter(({ outcome }) => outcome === 'acknowledged').length
  return { ...(await compareBookings(entries, database)), acknowledged }
}

test('an app without a fault is found to have none', async () => {
  expect(await findFault('none')).toEqual({
    lost: [],
    doubled: [],
    denied: [],
    strange: [],
    torn: [],
    acknowledged: 100,
  })
})

test('an app that answers before it commits is found to lose writes', async () => {
  const { lost, acknowledged } = await findFault('ack-before-commit')
  expect(acknowledged).toBe(100)
  expect(lost.length).toBeGreaterThan(0)
})

test('an app that does things twice or by half is found out', async () => {
  expect((await findFault('book-twice')).doubled).toHaveLength(100)
  expect((await findFault('half')).torn.length).toBeGreaterThan(0)
})

test('an app that does what it has refused is found out', async () => {
  expect((await findFault('refuse-after-commit')).denied).toHaveLength(100)
})

test('what grows is found among values that lie far off', () => {
  const values = [10, 12, 14, 900, 18, 20, 2, 24]
  expect(slopeOf(values.map((value, at) => ({ at, value })))).toBe(2)
  expect(slopeOf(values.map((_, at) => ({ at, value: 10 })))).toBe(0)
})

test('chance comes from the seed alone, and parts do not disturb each other', () => {
  const draw = (seed: number) => {
    const random = createRandom(seed)
    const part = random.fork('part')
    return [random.integer(0, 1_000_000), part.integer(0, 1_000_000), random.pick(['a', 'b', 'c']), part.next()]
  }
  expect(draw(7)).toEqual(draw(7))
  expect(draw(7)).not.toEqual(draw(8))
  const random = createRandom(7)
  random.next()
  expect(random.fork('part').next()).toBe(createRandom(7).fork('part').next())
})
