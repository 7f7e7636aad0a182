import type { Delivery, DeliveryState, HandlerMetrics } from 'ashlar/runtime'
import { defineAshlarCommand } from '../../command.ts'
import { invalidOption } from '../../errors.ts'
import { parseLimit } from '../../terminal/options.ts'
import { formatDuration, joinRemarks, printJson, printLine, printTable } from '../../terminal/print.ts'
import { eventArgs, selectionArgs, withEvents } from './with-events.ts'

const states: readonly DeliveryState[] = ['pending', 'dead', 'done', 'discarded']

export const list = defineAshlarCommand({
  name: 'events list',
  description: 'Tell what waits for each handler, and the deliveries that are not done',
  args: {
    ...eventArgs,
    handler: selectionArgs.handler,
    state: { type: 'string', valueHint: 'state', description: `Only those in a state: ${states.join(', ')}` },
    limit: { type: 'string', valueHint: 'number', description: 'At most as many, the newest first (default: 50)' },
  },
  run: async ({ args }) => {
    const selection = { handler: args.handler, states: parseState(args.state), limit: parseLimit(args.limit) }
    const found = await withEvents(args.embedded, async (events) => ({
      handlers: await events.metrics(),
      deliveries: await events.list(selection),
    }))
    if (args.json) return printJson(found)
    if (found.handlers.length === 0) printLine('No module handles events after the commit.')
    else printHandlers(found.handlers)
    if (found.deliveries.length > 0) printDeliveries(found.deliveries)
  },
})

function parseState(state: string | undefined): readonly DeliveryState[] {
  if (state === undefined) return ['pending', 'dead']
  const known = states.find((each) => each === state)
  if (known === undefined) throw invalidOption('state', state, `one of ${states.join(', ')}`)
  return [known]
}

function printHandlers(handlers: readonly HandlerMetrics[]): void {
  printTable(
    ['handler', 'pending', 'retrying', 'dead', 'lag', ''],
    handlers.map(({ handler, pending, held, retrying, dead, lagMs, paused, handlerPresent }) => [
      handler,
      String(pending),
      String(retrying),
      String(dead),
      formatDuration(lagMs),
      joinRemarks(held > 0 && `${held} held`, paused && 'paused', !handlerPresent && 'no module that is on has it'),
    ]),
  )
}

/** Deliveries as a table below an empty line. */
export function printDeliveries(deliveries: readonly Delivery[]): void {
  printLine('')
  printTable(
    ['event', 'id', 'handler', 'state', 'tries', 'published', 'why'],
    deliveries.map(({ event, eventId, handler, state, attempts, publishedAt, error, held }) => [
      event,
      eventId,
      handler,
      held ? 'held' : state,
      String(attempts),
      publishedAt.toISOString(),
      held ? 'its tenant is suspended' : (error?.message ?? '–'),
    ]),
  )
}
