import { withApp } from '../../app/with-app.ts'
import { defineAshlarCommand } from '../../command.ts'
import { choiceNeeded, secretInWords, valueTwice } from '../../errors.ts'
import { printDone, printJson } from '../../terminal/print.ts'
import { readLine } from '../../terminal/read-line.ts'
import { describeOwner, ownerOf, settingArgs, settingName } from './setting-args.ts'

export const set = defineAshlarCommand({
  name: 'settings set',
  description: 'Set a value, for the whole app, a tenant or a user; every process has it within a second',
  args: {
    ...settingArgs,
    setting: settingName,
    value: { type: 'positional', required: false, description: 'The value, as in an environment variable' },
    stdin: { type: 'boolean', description: 'Read the value from standard input, as a secret has to be' },
  },
  run: async ({ args }) => {
    const { setting, value } = args
    if (value === undefined && !args.stdin) throw choiceNeeded('settings set', 'a value, or --stdin to read one')
    const facts = await withApp({ from: process.cwd(), embedded: args.embedded }, async (app) => {
      const owner = await ownerOf(app, args)
      const { secret } = await app.settings.show(setting)
      if (secret && value !== undefined) throw secretInWords(setting)
      if (args.stdin && value !== undefined) throw valueTwice('settings set')
      const text = value ?? (await readLine('stdin', 'a value on standard input'))
      await app.run(() => app.settings.set(setting, text, owner))
      return app.settings.show(setting, owner)
    })
    if (args.json) return printJson(facts)
    printDone(`Set ${setting}${describeOwner(args)}`)
  },
})
