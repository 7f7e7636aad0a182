import { defineAshlarCommand } from '../../command.ts'
import { formatCount, printDone, printJson } from '../../terminal/print.ts'
import { eventArgs, selectDeliveries, selectionArgs, withSelected } from './with-events.ts'

export const retry = defineAshlarCommand({
  name: 'events retry',
  description: 'Try what is dead or waits for its next try now, with all its tries',
  args: {
    ...eventArgs,
    ...selectionArgs,
    all: { type: 'boolean', description: 'All that is dead or waiting' },
  },
  run: async ({ args }) => {
    const selection = selectDeliveries('events retry', args)
    const count = await withSelected(args, (events) => events.retry(selection))
    if (args.json) return printJson({ retried: count })
    printDone(`Due now: ${formatCount(count, 'delivery')}`)
  },
})
