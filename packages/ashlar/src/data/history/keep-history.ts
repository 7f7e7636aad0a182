/** What is done for the history in the background. The functions run with the owner's rights and decide by themselves what is due. */
import { preparedTextsOf, runAside, runStatement } from '../framework-statements.ts'
import type { UnitOfWorkSource } from '../unit-of-work.ts'

/** A link of the chain. */
export interface SealHead {
  /** Counted from 1. */
  readonly seal: number
  /** Of everything up to here, in hexadecimal. */
  readonly hash: string
}

/** Seals everything that was committed. @returns the last seal that was made, or `undefined` when there was nothing to seal. */
export function sealHistory(source: UnitOfWorkSource): Promise<SealHead | undefined> {
  return runUntilDone(source, seal([]))
}

/** Removes changes that were kept for long enough. @returns the last removal, or `undefined` when nothing's time was up. */
export function removeOldHistory(source: UnitOfWorkSource): Promise<SealHead | undefined> {
  return runUntilDone(source, removeOld([]))
}

async function runUntilDone(
  source: UnitOfWorkSource,
  statement: ReturnType<typeof seal>,
): Promise<SealHead | undefined> {
  let last: SealHead | undefined
  while (true) {
    const { rows } = await runAside(source, () => runStatement(statement))
    const [made] = rows as { id: string | null; hash: string | null }[]
    if (made === undefined || made.id === null || made.hash === null) return last
    last = { seal: Number(made.id), hash: made.hash }
  }
}

const prepareText = preparedTextsOf('history')

const seal = prepareText(
  'seal',
  'select',
  `select id, pg_catalog.encode(hash, 'hex') as hash from ashlar.seal_changes()`,
)

const removeOld = prepareText(
  'remove_old',
  'select',
  `select id, pg_catalog.encode(hash, 'hex') as hash from ashlar.remove_old_changes()`,
)
