import { withApp } from '../../app/with-app.ts'
import { defineAshlarCommand } from '../../command.ts'
import { printJson, printLine, printTable } from '../../terminal/print.ts'
import { formatValue, ownerOf, settingArgs, settingName } from './setting-args.ts'

export const get = defineAshlarCommand({
  name: 'settings get',
  description: 'Show the value of a setting, and what every source says',
  args: { ...settingArgs, setting: settingName },
  run: async ({ args }) => {
    const facts = await withApp({ from: process.cwd(), embedded: args.embedded }, async (app) =>
      app.settings.show(args.setting, await ownerOf(app, args)),
    )
    if (args.json) return printJson(facts)
    printLine(`${facts.setting} = ${formatValue(facts.value)}, from ${facts.source}`)
    printLine(facts.help)
    const change =
      facts.levels.length === 0 ? 'it is read when the app boots, and stays' : 'what is set here goes before both'
    printLine(`The environment variable ${facts.variable} goes before app.config.ts; ${change}.`)
    printTable(
      ['from', 'value', 'since', 'by', ''],
      facts.found.map(({ source, value, changedAt, changedBy, problem, olderKey }) => [
        source,
        problem === undefined ? formatValue(value) : '–',
        changedAt?.toISOString() ?? '–',
        changedBy ?? '–',
        problem === undefined ? (olderKey ? 'encrypted with an older key' : '') : `does not fit any more: ${problem}`,
      ]),
    )
  },
})
