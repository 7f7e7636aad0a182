import { withApp } from '../../app/with-app.ts'
import { defineAshlarCommand } from '../../command.ts'
import { printJson, printLine, printTable } from '../../terminal/print.ts'
import { describeRules, flagArgs } from './flag-args.ts'

export const list = defineAshlarCommand({
  name: 'flags list',
  description: 'List every flag, for whom it is on, and who said so',
  args: flagArgs,
  run: async ({ args }) => {
    const found = await withApp({ from: process.cwd(), embedded: args.embedded }, async ({ flags }) => flags.list())
    if (args.json) return printJson(found)
    if (found.length === 0) return printLine('No module has flags.')
    printTable(
      ['flag', 'state', 'since', 'by', 'what it is'],
      found.map(({ flag, default: initially, rules, changedAt, changedBy, help }) => [
        flag,
        rules === undefined ? `${initially ? 'on' : 'off'} by default` : describeRules(rules),
        changedAt?.toISOString() ?? '–',
        changedBy ?? '–',
        help,
      ]),
    )
  },
})
