import { defineAshlarCommand } from '../../command.ts'
import { parseTime } from '../../terminal/options.ts'
import { formatCount, printDone, printJson } from '../../terminal/print.ts'
import { eventArgs, withSelected } from './with-events.ts'

export const replay = defineAshlarCommand({
  name: 'events replay',
  description: 'Deliver kept events to one handler again, in the order in which they were published',
  args: {
    ...eventArgs,
    handler: { type: 'positional', required: true, description: 'The handler: module.name' },
    event: { type: 'string', valueHint: 'id', description: 'Only this event' },
    since: { type: 'string', valueHint: 'time', description: 'Only those published since, such as 2026-03-02T08:00Z' },
  },
  run: async ({ args }) => {
    const selection = { handler: args.handler, eventId: args.event, since: parseTime('since', args.since) }
    const count = await withSelected({ id: args.event, embedded: args.embedded }, (events) => events.replay(selection))
    if (args.json) return printJson({ replayed: count })
    printDone(`Replaying ${formatCount(count, 'event')} to ${args.handler}`)
  },
})
