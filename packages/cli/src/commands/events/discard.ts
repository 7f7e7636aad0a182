import { defineAshlarCommand } from '../../command.ts'
import { formatCount, printDone, printJson } from '../../terminal/print.ts'
import { eventArgs, selectDeliveries, selectionArgs, withSelected } from './with-events.ts'

export const discard = defineAshlarCommand({
  name: 'events discard',
  description: 'Give up on what is dead or pending',
  args: {
    ...eventArgs,
    ...selectionArgs,
    all: { type: 'boolean', description: 'All that is dead or pending' },
  },
  run: async ({ args }) => {
    const selection = selectDeliveries('events discard', args)
    const count = await withSelected(args, (events) => events.discard(selection))
    if (args.json) return printJson({ discarded: count })
    printDone(`Discarded ${formatCount(count, 'delivery')}`)
  },
})
