import { statusOf } from 'ashlar/runtime'
import { defineAshlarCommand } from '../../command.ts'
import { withDatabase } from '../../database/with-database.ts'
import { formatCount, printDone, printJson, printLine, printTable, printWarning } from '../../terminal/print.ts'
import { embeddedOption } from './embedded-option.ts'

export const status = defineAshlarCommand({
  name: 'db status',
  description: 'Tell which migrations are applied and which are pending',
  args: { ...embeddedOption, json: { type: 'boolean', description: 'Print the status as JSON' } },
  run: async ({ args }) => {
    const found = await withDatabase({ from: process.cwd(), embedded: args.embedded }, ({ database, migrations }) =>
      statusOf({ url: database.ownerUrl, modules: migrations }),
    )
    if (args.json) {
      printJson({
        ...found,
        modules: found.modules.map((module) => ({
          ...module,
          problems: module.problems.map(({ code, sentence }) => ({ code, message: sentence })),
        })),
        problems: found.problems.map(({ code, sentence }) => ({ code, message: sentence })),
      })
    } else {
      printTable(
        ['module', 'applied', 'pending'],
        found.modules.map(({ module, applied, pending }) => [module, String(applied.length), pending.join(' ') || '–']),
      )
      for (const { module, name } of found.others)
        printLine(`${module} ${name} is applied; its module is not installed, or off.`)
      for (const problem of found.problems) printWarning(problem.message)
      if (found.problems.length === 0 && found.pendingCount === 0) printDone('The database is up to date')
      else if (found.pendingCount > 0)
        printLine(`${formatCount(found.pendingCount, 'migration')} pending: ashlar db migrate`)
    }
    if (found.problems.length > 0) process.exitCode = 1
  },
})
