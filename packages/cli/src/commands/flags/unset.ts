import { withApp } from '../../app/with-app.ts'
import { defineAshlarCommand } from '../../command.ts'
import { printDone, printJson } from '../../terminal/print.ts'
import { flagArgs, flagName } from './flag-args.ts'

export const unset = defineAshlarCommand({
  name: 'flags unset',
  description: 'Take back what was said, so that the default of the declaration holds',
  args: { ...flagArgs, flag: flagName },
  run: async ({ args }) => {
    await withApp({ from: process.cwd(), embedded: args.embedded }, (app) => app.run(() => app.flags.unset(args.flag)))
    if (args.json) return printJson({ flag: args.flag })
    printDone(`${args.flag} is as its declaration says`)
  },
})
