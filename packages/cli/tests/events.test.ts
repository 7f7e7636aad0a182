import { createTestDatabase, type TestDatabase } from '@ashlar/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createWorkshop, type Outcome, type Workshop } from './workshop.ts'

let workshop: Workshop
let database: TestDatabase

beforeAll(async () => {
  ;[workshop, database] = await Promise.all([createWorkshop(), createTestDatabase()])
})
afterAll(async () => {
  await workshop.remove()
  await database.drop()
})

const ashlar = (...words: readonly string[]): Promise<Outcome> =>
  workshop.run(words, { env: { DATABASE_URL: database.url } })
const events = (...words: readonly string[]) => ashlar('events', ...words)
const handler = 'notes.remember'

test('events are listed, shown, paused, discarded and replayed', async () => {
  await ashlar('db', 'migrate')
  const empty = await events('list')
  expect(empty.code).toBe(0)
  expect(empty.stdout).toMatch(/notes\.remember +0 +0 +0/)
  await ashlar('db', 'seed')

  const { handlers, deliveries } = JSON.parse((await events('list', '--json')).stdout)
  expect(handlers).toMatchObject([{ handler, pending: 1, dead: 0, paused: false, handlerPresent: true }])
  expect(deliveries).toMatchObject([{ event: 'notes.added', handler, state: 'pending', attempts: 0 }])
  const id = deliveries[0].eventId

  const shown = await events('show', id)
  expect(shown.stdout).toContain('notes.added, version 1')
  expect(shown.stdout).toContain('Buy mortar')
  expect(JSON.parse((await events('show', id, '--json')).stdout).deliveries).toHaveLength(1)

  expect((await events('pause', handler)).stdout).toContain(`ashlar events resume ${handler}`)
  expect((await events('list')).stdout).toMatch(/notes\.remember .+ paused/)
  expect((await events('resume', handler)).stdout).toContain(`Resumed ${handler}`)
  expect(JSON.parse((await events('resume', handler, '--json')).stdout)).toMatchObject({ wasPaused: false })

  expect((await events('discard', id)).stdout).toContain('Discarded 1 delivery')
  expect(JSON.parse((await events('retry', '--all', '--json')).stdout)).toEqual({ retried: 0 })
  expect((await events('replay', handler)).stdout).toContain(`Replaying 1 event to ${handler}`)
  expect((await events('list', '--state', 'discarded')).stdout).toContain('discarded')
})

test('what makes no sense is refused in words', async () => {
  const refusals: readonly (readonly [readonly string[], string])[] = [
    [['retry'], 'ASH509'],
    [['list', '--state', 'lost'], 'ASH504'],
    [['list', '--limit', 'all'], 'ASH504'],
    [['replay', handler, '--since', 'yesterday'], 'ASH504'],
    [['replay', 'notes.forget'], 'ASH498'],
    [['pause', 'notes.forget'], 'ASH498'],
    [['show', '00000000-0000-7000-8000-000000000000'], 'ASH497'],
  ]
  const outcomes = await Promise.all(refusals.map(([words]) => events(...words)))
  expect(outcomes.map(({ code }) => code)).toEqual(refusals.map(() => 1))
  expect(outcomes.map(({ stderr }) => /ASH\d+/.exec(stderr)?.[0])).toEqual(refusals.map(([, code]) => code))
})
