/** The work of a tenant that is held waits, is seen to wait, costs no try, and is done once the hold ends. */
import { type TestApp, testModules } from '@ashlar/testing'
import { after, event, job } from 'ashlar/contract'
import { countHeldWork, holdTenant, releaseTenant } from 'ashlar/data'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { moduleOf } from '../module-of.ts'

const rang = event('bell.rang', { version: 1, payload: z.object({ by: z.string() }) })
const done: string[] = []
/** Whether the handler fails. */
let deaf = false
let ring: (by: string, key?: string) => Promise<void>

const bell = moduleOf(
  {
    id: 'bell',
    publishes: [rang],
    listens: { hear: after(rang) },
    jobs: { polish: job({ payload: z.object({ by: z.string() }), unique: true }) },
  },
  ({ publish, enqueue }) => {
    ring = async (by, key) => {
      await publish(rang, { by }, key === undefined ? {} : { key })
      await enqueue('polish', { by: 'anybody' })
    }
    return {
      listens: {
        hear: async ({ by }) => {
          if (deaf) throw new Error('Not heard')
          done.push(`heard ${by}`)
        },
      },
      jobs: {
        polish: async () => {
          done.push('polished')
        },
      },
    }
  },
)

let app: TestApp
beforeAll(async () => {
  app = await testModules([bell], { tenants: ['acme', 'beta'] })
  await app.app.runtime.open('bell')
})
afterAll(() => app?.close())
beforeEach(() => {
  done.length = 0
})

const ofTenant = (slug: string) => ({ tenant: app.tenant(slug).id })

test('what is held is neither done nor lost nor counted as tried, and others go on', async () => {
  const { id } = app.tenant('acme')
  await app.run(() => holdTenant(id))
  await app.run(() => ring('acme'), ofTenant('acme'))
  await app.run(() => ring('beta'), ofTenant('beta'))
  await app.deliver()
  await app.runJobs()

  expect(done).toEqual(['heard beta', 'polished'])
  expect(await app.events.list({ states: ['pending'] })).toMatchObject([{ held: true, attempts: 0, dueAt: null }])
  expect(await app.jobs.list({ state: 'created' })).toMatchObject([{ held: true, attempts: 0, dueAt: null }])
  expect(await app.run(() => countHeldWork(id))).toBe(2)

  await app.run(() => releaseTenant(id))
  await app.deliver()
  await app.runJobs()
  expect(done).toEqual(['heard beta', 'polished', 'heard acme', 'polished'])
  expect(await app.run(() => countHeldWork(id))).toBe(0)
})

test('of one key, what is held for one tenant holds up no other, also when it is replayed', async () => {
  const { id } = app.tenant('acme')
  await app.run(() => holdTenant(id))
  for (const slug of ['acme', 'beta']) await app.run(() => ring(`${slug} at the door`, 'door'), ofTenant(slug))
  await app.deliver()
  expect(done).toEqual(['heard beta at the door'])

  await app.events.discard({})
  done.length = 0
  await app.events.replay({ handler: 'bell.hear' })
  await app.deliver()
  expect(done).toContain('heard beta at the door')
  expect(done).not.toContain('heard acme at the door')

  await app.run(() => releaseTenant(id))
  await app.deliver()
})

test('of one key and tenant, what is replayed and what is published later keep their order', async () => {
  await app.run(() => ring('first', 'gate'), ofTenant('beta'))
  await app.deliver()
  const [first] = (await app.events.published()).toReversed()
  deaf = true
  await app.events.replay({ handler: 'bell.hear', eventId: first?.id })
  await app.deliver({ failures: true })
  deaf = false
  done.length = 0
  await app.run(() => ring('second', 'gate'), ofTenant('beta'))
  await app.deliver({ early: true })

  expect(done).toEqual(['heard first', 'heard second'])
})

test('two tenants publish with one key without waiting for each other', async () => {
  const rung = Promise.withResolvers<void>()
  const over = Promise.withResolvers<void>()
  const ofAcme = app.run(async () => {
    await ring('acme', 'lift')
    rung.resolve()
    await over.promise
  }, ofTenant('acme'))
  await rung.promise
  await app.run(() => ring('beta', 'lift'), ofTenant('beta')).finally(over.resolve)
  await ofAcme
  await app.deliver()

  expect(done.toSorted()).toEqual(['heard acme', 'heard beta'])
})
