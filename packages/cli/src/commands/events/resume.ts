import { defineAshlarCommand } from '../../command.ts'
import { printDone, printJson, printLine } from '../../terminal/print.ts'
import { eventArgs, withEvents } from './with-events.ts'

export const resume = defineAshlarCommand({
  name: 'events resume',
  description: 'Let a paused handler receive events again',
  args: { ...eventArgs, handler: { type: 'positional', required: true, description: 'The handler: module.name' } },
  run: async ({ args }) => {
    const wasPaused = await withEvents(args.embedded, (events) => events.resume(args.handler))
    if (args.json) return printJson({ handler: args.handler, paused: false, wasPaused })
    if (wasPaused) printDone(`Resumed ${args.handler}`)
    else printLine(`${args.handler} was not paused.`)
  },
})
