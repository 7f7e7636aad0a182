import { withApp } from '../../app/with-app.ts'
import { defineAshlarCommand } from '../../command.ts'
import { printJson, printLine, printTable } from '../../terminal/print.ts'
import { formatValue, ownerOf, settingArgs } from './setting-args.ts'

export const list = defineAshlarCommand({
  name: 'settings list',
  description: 'List every setting with its value and where that comes from',
  args: settingArgs,
  run: async ({ args }) => {
    const found = await withApp({ from: process.cwd(), embedded: args.embedded }, async (app) =>
      app.settings.list(await ownerOf(app, args)),
    )
    if (args.json) return printJson(found)
    if (found.length === 0) return printLine('No module has settings.')
    printTable(
      ['setting', 'value', 'from', 'can be changed for', 'what it is'],
      found.map(({ setting, value, source, levels, help }) => [
        setting,
        formatValue(value),
        source,
        levels.join(', ') || '–',
        help,
      ]),
    )
  },
})
