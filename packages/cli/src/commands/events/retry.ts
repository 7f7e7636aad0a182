import { defineAshlarCommand } from '../../command.ts'
import { formatCount, printDone, printJson } from '../../terminal/print.ts'
import { eventArgs, selectDeliveries, selectionArgs, withEvents } from './with-events.ts'

export const retry = defineAshlarCommand({
  name: 'events retry',
  description: 'Try what is dead or waits for its next try now, with all its tries',
  args: {
    ...eventArgs,
    ...selectionArgs,
    all: { type: 'boolean', description: 'All that is dead or waiting' },
  },
  run: async ({ args }) => {
    const selection = selectDeliveries(args)
    const count = await withEvents(args.embedded, (events) => events.retry(selection))
    if (args.json) return printJson({ retried: count })
    printDone(`Retried ${formatCount(count, 'delivery')}`)
  },
})
