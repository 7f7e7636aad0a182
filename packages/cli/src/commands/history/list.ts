import { type KeptChange, listHistory } from 'ashlar/runtime'
import { defineAshlarCommand } from '../../command.ts'
import { invalidOption } from '../../errors.ts'
import { parseLimit, parseTime } from '../../terminal/options.ts'
import { printJson, printLine, printTable } from '../../terminal/print.ts'
import { historyArgs, withHistory } from './with-history.ts'

export const list = defineAshlarCommand({
  name: 'history list',
  description: 'List changes of rows, the newest first',
  args: {
    ...historyArgs,
    module: { type: 'string', valueHint: 'id', description: 'Only those of one module' },
    table: { type: 'string', valueHint: 'name', description: 'Only those of one table' },
    row: { type: 'string', valueHint: 'id', description: 'Only those of one row: its UUID, or its id with a prefix' },
    actor: { type: 'string', valueHint: 'id', description: 'Only those that one user made, or had made in their name' },
    tenant: { type: 'string', valueHint: 'id', description: 'Only those of one tenant, by its id' },
    since: { type: 'string', valueHint: 'time', description: 'Only those since, such as 2026-03-02T08:00Z' },
    limit: { type: 'string', valueHint: 'number', description: 'At most as many (default: 50)' },
  },
  run: async ({ args }) => {
    const { module, table, row, actor } = args
    const selection = {
      module,
      table,
      row,
      actor,
      tenant: parseTenant(args.tenant),
      since: parseTime('since', args.since),
      limit: parseLimit(args.limit),
    }
    const changes = await withHistory(args.embedded, (connection) => listHistory(connection, selection))
    if (args.json) return printJson(changes)
    if (changes.length === 0) return printLine('No changes.')
    printTable(
      ['change', 'when', 'who', 'what', 'row', 'columns', 'seal'],
      changes.map((change) => [
        change.id,
        change.at.toISOString(),
        describeActor(change),
        `${change.operation} ${change.module}.${change.table}`,
        change.row,
        listColumns(change).join(', '),
        change.seal === null ? '–' : String(change.seal),
      ]),
    )
  },
})

/** The history is read without the app, which alone knows short names. @throws ASH504 when it is no id. */
function parseTenant(tenant: string | undefined): string | undefined {
  if (tenant === undefined || /^([\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}|ten_[\da-z]{26})$/.test(tenant)) return tenant
  throw invalidOption('tenant', tenant, 'the id of a tenant, as "ashlar tenant list" tells it')
}

/** Who it was, and through whom. */
export function describeActor({ actor, impersonator }: KeptChange): string {
  const who = actor ?? 'nobody who was known'
  return impersonator === null ? who : `${who} (through ${impersonator})`
}

/** The columns that changed. */
export function listColumns({ before, after, secret }: KeptChange): readonly string[] {
  return [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {}), ...(secret ?? [])])]
}
