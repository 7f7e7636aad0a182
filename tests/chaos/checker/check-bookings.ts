/** Compares what the clients know with what the database holds. */
import { setTimeout as delay } from 'node:timers/promises'
import { count, type Figure, never } from '../figures.ts'
import type { LedgerEntry } from '../ledger/ledger.ts'
import type { ChaosDatabase } from '../world/database.ts'

interface Found {
  readonly ref: string
  readonly account: number
  readonly amount: number
  readonly times: number
}

/** What is wrong, by kind: the refs of the commands. */
export interface Findings {
  /** Acknowledged, and not there. */
  readonly lost: readonly string[]
  /** There more than once. */
  readonly doubled: readonly string[]
  /** Refused as not done, and there. */
  readonly denied: readonly string[]
  /** There, and never sent, or with other values than were sent. */
  readonly strange: readonly string[]
  /** Accounts whose sums are not those of their entries. */
  readonly torn: readonly number[]
}

/** Compares the ledger with the rows that the commands themselves wrote. */
export async function compareBookings(
  ledger: readonly LedgerEntry[],
  { query }: Pick<ChaosDatabase, 'query'>,
): Promise<Findings> {
  const found = await query<Found>(
    'select ref, min(account) as account, min(amount) as amount, count(*)::int as times from bank.entry group by ref',
  )
  const torn = await query<{ id: number }>(
    `select coalesce(a.id, e.account) as id
       from bank.account a
       full join (select account, sum(amount) as balance, count(*) as entries from bank.entry group by account) e
         on e.account = a.id
      where a.balance is distinct from e.balance or a.entries is distinct from e.entries`,
  )
  const byRef = new Map(found.map((row) => [row.ref, row]))
  const sent = new Map(ledger.map((entry) => [entry.ref, entry]))
  const refsWhere = (outcome: string, holds: (row: Found | undefined) => boolean) =>
    ledger.filter((entry) => entry.outcome === outcome && holds(byRef.get(entry.ref))).map(({ ref }) => ref)
  return {
    lost: refsWhere('acknowledged', (row) => row === undefined),
    doubled: found.filter(({ times }) => times > 1).map(({ ref }) => ref),
    denied: refsWhere('refused', (row) => row !== undefined),
    strange: found
      .filter(({ ref, account, amount }) => sent.get(ref)?.account !== account || sent.get(ref)?.amount !== amount)
      .map(({ ref }) => ref),
    torn: torn.map(({ id }) => id),
  }
}

/** The figures of a comparison: each must be zero. */
export function describeFindings(ledger: readonly LedgerEntry[], findings: Findings): readonly Figure[] {
  const acknowledged = ledger.filter(({ outcome }) => outcome === 'acknowledged').length
  const refused = ledger.filter(({ outcome }) => outcome === 'refused').length
  return [
    count('no answer, or ASH406: nobody can tell', ledger.length - acknowledged - refused),
    never('acknowledged and lost', findings.lost.length, acknowledged),
    never('done twice', findings.doubled.length, ledger.length),
    never('refused, yet done', findings.denied.length, refused),
    never('never sent, or changed', findings.strange.length, ledger.length),
    never('accounts torn', findings.torn.length, new Set(ledger.map(({ account }) => account)).size),
  ]
}

/** Which follow-up of a command: the row of its event's handler, or that of its job. */
export type Effect = 'posting' | 'receipt'

/** How long follow-ups may take to come to rest. */
const patienceMs = 90_000

/** Waits until each entry has its follow-up, or nothing comes any more, and tells how many are missing or doubled. */
export async function checkEffects(
  effect: Effect,
  { query }: Pick<ChaosDatabase, 'query'>,
): Promise<readonly Figure[]> {
  const giveUpAt = performance.now() + patienceMs
  for (;;) {
    const [row] = await query<{ entries: number; missing: number; doubled: number; orphans: number }>(
      `select count(e.ref)::int as entries,
              count(*) filter (where f.ref is null)::int as missing,
              count(*) filter (where f.times > 1)::int as doubled,
              count(*) filter (where e.ref is null)::int as orphans
         from (select distinct ref from bank.entry) e
         full join (select ref, count(*) as times from bank.${effect} group by ref) f on f.ref = e.ref`,
    )
    if (!row) throw new Error('An aggregate gave no row.')
    if (row.missing === 0 || performance.now() > giveUpAt) {
      const name = effect === 'posting' ? 'events' : 'jobs'
      return [
        never(`${name} lost`, row.missing, row.entries),
        never(`${name} handled twice`, row.doubled, row.entries),
        never(`${name} of undone commands`, row.orphans, row.entries),
      ]
    }
    await delay(200)
  }
}
