/**
 * Copies of the database that are read from.
 *
 * How far each has come is looked up all the time, as a position in the primary's log: a replica serves whoever has written nothing
 * that it has not replayed, and only while it is not too far behind the primary.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { RequestScope } from '../scope/request-scope.ts'
import { createDatabase, type Database, type DatabaseOptions } from './database.ts'
import { preparedTextsOf, runAside, runStatement } from './framework-statements.ts'
import { runUnitOfWork } from './run-unit-of-work.ts'
import type { Statement } from './statement.ts'
import type { UnitOfWorkSource } from './unit-of-work.ts'

export interface ReplicaOptions extends Omit<DatabaseOptions, 'appUrl' | 'systemConnections'> {
  readonly urls: readonly string[]
  readonly primary: Database
  /** How far behind a replica may be, in milliseconds. @default 5000 */
  readonly maxLagMs?: number | undefined
  /** Told when a replica can serve no more, with why, and when it can again. */
  readonly onChange: (address: string, trouble: unknown) => void
}

export interface Replicas {
  /** Begins to look how far the replicas have come. */
  readonly start: () => void
  /** A replica that has replayed a position of the log, or `undefined`. They take turns. */
  readonly choose: (position: bigint) => UnitOfWorkSource | undefined
  /** How far the primary has come: what was kept before this call stands before it. */
  readonly readPosition: () => Promise<string>
  readonly close: () => Promise<void>
}

interface Replica {
  readonly database: Database
  readonly source: UnitOfWorkSource
  replayed: bigint
  /** When the primary was last known to be no further than this replica is. */
  freshAt: number
  trouble: unknown
}

const lookEveryMs = 500
/** How long the statement of a look may take. Whoever does not answer for longer hangs. */
const lookWithinMs = 2_000
const remembered = 64

/** Reads a position of the log, such as `0/16B3748`; `undefined` when it is none. */
export function parsePosition(text: string): bigint | undefined {
  const [, high, low] = /^([0-9A-F]{1,8})\/([0-9A-F]{1,8})$/i.exec(text) ?? []
  return high === undefined || low === undefined ? undefined : (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`)
}

/** Prepares replicas. Nothing connects before they are started. @throws ASH426 for an address that is none. */
export function createReplicas({ urls, primary, maxLagMs = 5_000, onChange, ...limits }: ReplicaOptions): Replicas {
  const replicas = urls.map((appUrl): Replica => {
    const database = createDatabase({ ...limits, appUrl, systemConnections: 1 })
    const source = { ...database.units, bookkeeping: primary.bookkeeping, writer: primary.units }
    return { database, source, replayed: 0n, freshAt: Number.NEGATIVE_INFINITY, trouble: undefined }
  })
  /** Where the primary was, and when; the newest first. */
  let positions: { readonly at: number; readonly position: bigint }[] = []
  let closing: AbortController | undefined
  let looking: readonly Promise<void>[] = []
  let turn = 0

  const readPosition = async () => {
    const { rows } = await runAside(primary.bookkeeping, () => runStatement(readPrimary([])))
    return String((rows as { readonly position: string }[])[0]?.position)
  }

  async function lookAtPrimary(): Promise<void> {
    const at = performance.now()
    const position = await lookUp(primary.bookkeeping, readPrimary([])).catch(() => undefined)
    if (position !== undefined) positions = [{ at, position }, ...positions].slice(0, remembered)
  }

  async function lookAt(replica: Replica): Promise<void> {
    try {
      const replayed = await lookUp(replica.database.bookkeeping, readReplica([]))
      if (replayed === undefined) throw new Error('It is no replica: it replays no log.')
      replica.replayed = replayed
      replica.freshAt = positions.find(({ position }) => position <= replayed)?.at ?? replica.freshAt
      if (replica.trouble !== undefined) onChange(replica.database.address, undefined)
      replica.trouble = undefined
    } catch (error) {
      if (replica.trouble === undefined) onChange(replica.database.address, error)
      replica.trouble = error
    }
  }

  const isUsable = ({ trouble, replayed, freshAt }: Replica, position: bigint) =>
    trouble === undefined && replayed >= position && performance.now() - freshAt <= maxLagMs

  /** Each look has a loop of its own, so that one that hangs holds up no other. */
  async function repeat(look: () => Promise<void>, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await look()
      await delay(lookEveryMs, undefined, { ref: false, signal }).catch(() => undefined)
    }
  }

  return {
    start() {
      if (closing !== undefined) return
      closing = new AbortController()
      const { signal } = closing
      looking = [lookAtPrimary, ...replicas.map((replica) => () => lookAt(replica))].map((look) => repeat(look, signal))
    },
    choose(position) {
      const usable = replicas.filter((replica) => isUsable(replica, position))
      turn += 1
      return usable[turn % usable.length]?.source
    },
    readPosition,
    async close() {
      closing?.abort()
      await Promise.all(looking)
      await Promise.all(replicas.map(({ database }) => database.close()))
    },
  }
}

/** A position of the log as a server tells it; `undefined` from one that has none. */
async function lookUp(source: UnitOfWorkSource, statement: Statement): Promise<bigint | undefined> {
  const scope = new RequestScope({ id: 'replica', readOnly: true })
  const transaction = { statementTimeoutMs: lookWithinMs }
  const { rows } = await runUnitOfWork(source, scope, () => runStatement(statement), { transaction })
  return parsePosition((rows as { readonly position: string | null }[])[0]?.position ?? '')
}

const prepareText = preparedTextsOf('replica')

const readPrimary = prepareText('position', 'select', 'select pg_catalog.pg_current_wal_lsn()::text as position')

const readReplica = prepareText('replayed', 'select', 'select pg_catalog.pg_last_wal_replay_lsn()::text as position')
