/** What reading and proving the history can raise. */
import { AshlarError } from '../../contract/errors.ts'

export function sealNotThere(): AshlarError {
  return new AshlarError(
    'ASH565',
    500,
    'This database has no history of changes yet. Run "ashlar db migrate", then try again.',
  )
}

export function changeNotFound(id: string): AshlarError {
  return new AshlarError(
    'ASH567',
    404,
    `The history holds no change ${id}. It may have been removed when its time was up; "ashlar history list" tells which there are.`,
    { details: { id } },
  )
}

export function tableHasNoHistory(table: string): AshlarError {
  return new AshlarError(
    'ASH568',
    500,
    `historyOf() was given the table ${table}, whose changes are not noted. Spread audited() into its columns, then migrate.`,
    { details: { table } },
  )
}
