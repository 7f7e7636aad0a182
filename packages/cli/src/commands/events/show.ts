import { defineAshlarCommand } from '../../command.ts'
import { printJson, printLine } from '../../terminal/print.ts'
import { printDeliveries } from './list.ts'
import { eventArgs, withEvents } from './with-events.ts'

export const show = defineAshlarCommand({
  name: 'events show',
  description: 'Show an event with its payload, and what each handler did about it',
  args: { ...eventArgs, id: { type: 'positional', required: true, description: 'The id of the event' } },
  run: async ({ args }) => {
    const found = await withEvents(args.embedded, (events) => events.show(args.id))
    if (args.json) return printJson(found)
    const { event, deliveries } = found
    printLine(`${event.name}, version ${event.version}, published ${event.publishedAt.toISOString()}`)
    printLine(`by ${event.actor ?? 'a visitor'} in request ${event.requestId}`)
    if (event.causedBy !== null) printLine(`by a handler of ${event.causedBy}`)
    if (event.key !== null) printLine(`in the order of ${event.key}`)
    printLine(JSON.stringify(event.payload, null, 2))
    if (deliveries.length > 0) printDeliveries(deliveries)
  },
})
