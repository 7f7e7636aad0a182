import assert from 'node:assert/strict'
import type { EventRelay, RelayedEvent } from 'ashlar/contract'
import { describe, test } from 'vitest'

/** A relay on a real broker, and the far side of it. */
export interface OpenRelay extends AsyncDisposable {
  readonly relay: EventRelay
  /** Everything the broker has handed on so far, in the order in which it did, each id once. */
  readonly received: () => Promise<readonly RelayedEvent[]>
  /** Makes the broker refuse everything, as one that is away does, or take it again. */
  readonly setAway: (away: boolean) => Promise<void>
}

const eventOf = (number: number, key?: string): RelayedEvent => ({
  id: `01990000-0000-7000-8000-${String(number).padStart(12, '0')}`,
  name: 'billing.invoice-paid',
  version: 2,
  payload: { id: `inv_${number}`, cents: 1999, note: 'ünïcödé \u2028 💶', lines: [{ quantity: 1 }, null] },
  key,
  publishedAt: new Date(1_760_000_000_000 + number),
})

/** What every relay of events promises. Each implementation runs this suite on a real broker. */
export function describeEventRelay(name: string, open: () => Promise<OpenRelay>): void {
  const { signal } = new AbortController()

  describe(`${name}: event relay`, () => {
    test('an event arrives as it was published', async () => {
      await using broker = await open()
      await broker.relay.relay(eventOf(1, 'inv_1'), signal)
      await broker.relay.relay(eventOf(2), signal)

      assert.deepEqual(await broker.received(), [eventOf(1, 'inv_1'), eventOf(2)])
    })

    test('an event that is relayed again is known by its id', async () => {
      await using broker = await open()
      await broker.relay.relay(eventOf(1), signal)
      await broker.relay.relay(eventOf(1), signal)

      assert.deepEqual(await broker.received(), [eventOf(1)])
    })

    test('events of one key arrive in the order in which they were relayed', async () => {
      await using broker = await open()
      const events = Array.from({ length: 50 }, (_, number) => eventOf(number, number % 2 === 0 ? 'even' : 'odd'))
      for (const event of events) await broker.relay.relay(event, signal)

      const received = await broker.received()
      for (const key of ['even', 'odd']) {
        const idsOf = (list: readonly RelayedEvent[]) => list.filter((each) => each.key === key).map(({ id }) => id)
        assert.deepEqual(idsOf(received), idsOf(events))
      }
    })

    test('a broker that does not take an event is told by a rejection, and takes it later', async () => {
      await using broker = await open()
      await broker.setAway(true)
      await assert.rejects(broker.relay.relay(eventOf(1), signal))
      await broker.setAway(false)
      await broker.relay.relay(eventOf(1), signal)

      assert.deepEqual(await broker.received(), [eventOf(1)])
    })

    test('what was called off before it began is not relayed', async () => {
      await using broker = await open()
      await assert.rejects(broker.relay.relay(eventOf(1), AbortSignal.abort()))

      assert.deepEqual(await broker.received(), [])
    })
  })
}
