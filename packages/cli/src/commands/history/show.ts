import { getChange } from 'ashlar/runtime'
import { defineAshlarCommand } from '../../command.ts'
import { invalidOption } from '../../errors.ts'
import { printJson, printLine, printTable } from '../../terminal/print.ts'
import { describeActor, listColumns } from './list.ts'
import { historyArgs, withHistory } from './with-history.ts'

export const show = defineAshlarCommand({
  name: 'history show',
  description: 'Show one change, column by column',
  args: { ...historyArgs, change: { type: 'positional', required: true, description: 'The number of the change' } },
  run: async ({ args }) => {
    if (!/^\d{1,18}$/.test(args.change)) throw invalidOption('change', args.change, 'the number of a change')
    const change = await withHistory(args.embedded, (connection) => getChange(connection, args.change))
    if (args.json) return printJson(change)
    const { module, table, row, operation, at, tenant, requestId, seal, before, after, secret } = change
    printLine(`${operation} of ${row} in ${module}.${table}, ${at.toISOString()}`)
    printLine(`by ${describeActor(change)}${requestId === null ? '' : ` in request ${requestId}`}`)
    if (tenant !== null) printLine(`for the tenant ${tenant}`)
    printLine(seal === null ? 'not sealed yet' : `in seal ${seal}`)
    const hidden = new Set(secret ?? [])
    printTable(
      ['column', 'before', 'after'],
      listColumns(change).map((column) =>
        hidden.has(column)
          ? [column, '(secret)', '(secret)']
          : [column, describeValue(before?.[column]), describeValue(after?.[column])],
      ),
    )
  },
})

function describeValue(value: unknown): string {
  return value === undefined ? '–' : JSON.stringify(value)
}
