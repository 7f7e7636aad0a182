import { defineAshlarCommand } from '../../command.ts'
import { printDone, printJson } from '../../terminal/print.ts'
import { eventArgs, withEvents } from './with-events.ts'

export const pause = defineAshlarCommand({
  name: 'events pause',
  description: 'Let a handler receive nothing until it is resumed; what is published meanwhile is kept for it',
  args: { ...eventArgs, handler: { type: 'positional', required: true, description: 'The handler: module.name' } },
  run: async ({ args }) => {
    await withEvents(args.embedded, (events) => events.pause(args.handler))
    if (args.json) return printJson({ handler: args.handler, paused: true })
    printDone(`Paused ${args.handler}. Resume it with: ashlar events resume ${args.handler}`)
  },
})
