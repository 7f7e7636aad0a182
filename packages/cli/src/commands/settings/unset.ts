import { withApp } from '../../app/with-app.ts'
import { defineAshlarCommand } from '../../command.ts'
import { printDone, printJson } from '../../terminal/print.ts'
import { describeOwner, formatValue, ownerOf, settingArgs, settingName } from './setting-args.ts'

export const unset = defineAshlarCommand({
  name: 'settings unset',
  description: 'Take back what was set, so that the next weaker source holds',
  args: { ...settingArgs, setting: settingName },
  run: async ({ args }) => {
    const facts = await withApp({ from: process.cwd(), embedded: args.embedded }, async (app) => {
      const owner = await ownerOf(app, args)
      await app.run(() => app.settings.unset(args.setting, owner))
      return app.settings.show(args.setting, owner)
    })
    if (args.json) return printJson(facts)
    printDone(
      `Took back ${args.setting}${describeOwner(args)}; it is ${formatValue(facts.value)} now, from ${facts.source}`,
    )
  },
})
