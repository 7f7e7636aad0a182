import { runSql } from '@ashlar/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEquippedWorkshop, type EquippedWorkshop, type Outcome } from './workshop.ts'

let workshop: EquippedWorkshop

beforeAll(async () => {
  workshop = await createEquippedWorkshop()
})
afterAll(() => workshop.remove())

const ashlar = (...words: readonly string[]): Promise<Outcome> => workshop.run(words)
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
  await runSql(workshop.database, `update ashlar.event_delivery set due_at = 'infinity' where state = 'pending'`)
  expect((await events('list')).stdout).toMatch(/notes\.remember +1 +0 +0 +0 ms +1 held$/m)
})

test('what makes no sense is refused in words', async () => {
  const refusals: readonly (readonly [readonly string[], string])[] = [
    [['retry'], 'ASH514'],
    [['discard'], 'ASH514'],
    [['retry', '00000000-0000-7000-8000-000000000000'], 'ASH497'],
    [['discard', 'nothing'], 'ASH497'],
    [['list', '--state', 'lost'], 'ASH504'],
    [['list', '--limit', 'all'], 'ASH504'],
    [['list', '--handler', 'notes.forget'], 'ASH498'],
    [['replay', handler, '--since', 'yesterday'], 'ASH504'],
    [['replay', 'notes.forget'], 'ASH498'],
    [['replay', handler, '--event', '00000000-0000-7000-8000-000000000000'], 'ASH497'],
    [['replay', handler, '00000000-0000-7000-8000-000000000000'], 'ASH515'],
    [['pause', 'notes.forget'], 'ASH498'],
    [['resume', 'notes.forget'], 'ASH498'],
    [['show', '00000000-0000-7000-8000-000000000000'], 'ASH497'],
  ]
  const outcomes = await Promise.all(refusals.map(([words]) => events(...words)))
  expect(outcomes.map(({ code }) => code)).toEqual(refusals.map(() => 1))
  expect(outcomes.map(({ stderr }) => /ASH\d+/.exec(stderr)?.[0])).toEqual(refusals.map(([, code]) => code))
})
