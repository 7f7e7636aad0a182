import type { RefusedRow } from 'ashlar'
import { AshlarError, type Tenant } from 'ashlar/contract'
import type { App } from 'ashlar/runtime'
import { checkRows } from './check-rows.ts'
import { readCsvFile } from './csv-file.ts'
import type { ImportPlan, PlannedImport } from './import-plan.ts'

/** The parts of a running app that loading data needs. */
export type SeedingApp = Pick<App, 'runtime' | 'run'>

/** What came of one file. */
export type FileOutcome =
  | {
      readonly kind: 'loaded'
      readonly fileName: string
      readonly module: string
      readonly rows: number
      /** How many rows had a comma in a cell without quotes, and could be read all the same. */
      readonly mended: number
    }
  | {
      readonly kind: 'refused'
      readonly fileName: string
      readonly module: string
      readonly refused: readonly RefusedRow[]
    }
  | { readonly kind: 'failed'; readonly fileName: string; readonly module: string; readonly error: AshlarError }
  | { readonly kind: 'held-back'; readonly fileName: string; readonly module: string; readonly because: string }

/** Hears how far the loading has come. */
export interface ImportProgress {
  readonly fileStarted: (fileName: string, rows: number) => void
  /** Called with the rows done so far. */
  readonly advanced: (rows: number) => void
  readonly fileEnded: (outcome: FileOutcome) => void
}

/**
 * Loads the files of a plan, for a tenant if the app has some, one after the other, each in a transaction of its own: a file is kept as a whole or not at all.
 *
 * A file that builds upon one that was not taken is held back: its rows would be refused for the other's faults.
 */
export async function importFiles(
  app: SeedingApp,
  plan: ImportPlan,
  progress: ImportProgress,
  tenant?: Tenant,
): Promise<readonly FileOutcome[]> {
  const outcomes: FileOutcome[] = []
  const notTaken = new Set<string>()
  for (const file of plan.files) {
    const { fileName, module } = file
    const because = file.after.find((earlier) => notTaken.has(earlier))
    const outcome: FileOutcome =
      because === undefined
        ? await importFile(app, file, progress, tenant)
        : { kind: 'held-back', fileName, module, because }
    if (outcome.kind !== 'loaded') notTaken.add(fileName)
    outcomes.push(outcome)
    progress.fileEnded(outcome)
  }
  return outcomes
}

async function importFile(
  app: SeedingApp,
  file: PlannedImport,
  progress: ImportProgress,
  tenant: Tenant | undefined,
): Promise<FileOutcome> {
  const { fileName, module } = file
  try {
    const { definition, behaviour } = await app.runtime.open(module)
    const declaration = definition.imports?.[file.name]
    const handle = behaviour.imports[file.name]
    if (!declaration || !handle) throw new TypeError(`Module "${module}" has no import "${file.name}".`)
    const { rows, refused, mended } = checkRows(await readCsvFile(file.path), declaration)
    if (refused.length > 0) return { kind: 'refused', fileName, module, refused }
    progress.fileStarted(fileName, rows.length)
    await app.run(
      async () => {
        const outcome = await handle(rows as never, progress.advanced)
        if (outcome.refused.length > 0) throw new RowsRefused(outcome.refused)
      },
      { tenant: tenant?.id },
    )
    return { kind: 'loaded', fileName, module, rows: rows.length, mended }
  } catch (error) {
    if (error instanceof RowsRefused) return { kind: 'refused', fileName, module, refused: error.rows }
    if (error instanceof AshlarError) return { kind: 'failed', fileName, module, error }
    throw error
  }
}

/** Ends the transaction of a file whose rows were refused, so that nothing of it is kept. */
class RowsRefused extends Error {
  readonly rows: readonly RefusedRow[]

  constructor(rows: readonly RefusedRow[]) {
    super(`${rows.length} rows were refused.`)
    this.rows = rows
  }
}
