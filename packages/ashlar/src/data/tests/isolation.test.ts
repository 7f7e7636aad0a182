/**
 * What each isolation level of PostgreSQL keeps apart, seen through units of work: whatever stands between a statement and
 * the server, such as statements sent ahead or a connection handed over, must not weaken it.
 *
 * The anomalies and their names are those of Adya's thesis and of the Hermitage project.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { AshlarError } from '../../contract/errors.ts'
import { type Isolation, isolations } from '../../contract/transactions.ts'
import { forbidRetry } from '../index.ts'
import { createDatabase, type Database, runDetached, runStatement } from '../runtime.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'

/** Tier R runs before a release. */
const release = process.env.PROOF_TIER === 'R'
const withdrawals = release ? 50_000 : 1_500
const limitMs = release ? 3_600_000 : 180_000

let store: TestDatabase
let database: Database
const begun: Session[] = []

beforeAll(async () => {
  store = await createTestDatabase()
  await store.query('create table public.test (id int primary key, value int not null)')
  database = createDatabase({ appUrl: store.url, poolSize: 4 })
})
afterAll(async () => {
  await database.close()
  await store.drop()
})
beforeEach(async () => {
  await store.query('truncate public.test; insert into public.test values (1, 10), (2, 20)')
})
afterEach(async () => {
  await Promise.all(begun.splice(0).map((session) => session.rollBack()))
})

class RolledBack extends Error {}

/** A unit of work that is led step by step. */
class Session {
  readonly #ended: Promise<void>
  readonly #decision = Promise.withResolvers<void>()
  readonly #inside: Promise<<Result>(work: () => Promise<Result>) => Promise<Result>>

  constructor(isolation: Isolation) {
    const inside = Promise.withResolvers<<Result>(work: () => Promise<Result>) => Promise<Result>>()
    this.#inside = inside.promise
    const work = async () => {
      // A conflict is what is looked for, so it must not be made up for.
      forbidRetry()
      await send('select 1')
      inside.resolve(AsyncLocalStorage.snapshot())
      await this.#decision.promise
    }
    this.#ended = runDetached(database, work, { isolation })
    for (const each of [this.#ended, this.#decision.promise]) each.catch(() => undefined)
    begun.push(this)
  }

  /** Runs a statement. @returns its rows as `id=value`. */
  async run(text: string): Promise<string[]> {
    const enter = await this.#inside
    const { rows } = await enter(() => send(text))
    return (rows as { id: number; value: number }[]).map(({ id, value }) => `${id}=${value}`)
  }

  /** Begins a statement that has to wait for another session, and returns once it waits. `ran` tells whether it was not refused. */
  async runBlocked(text: string): Promise<{ readonly ran: Promise<boolean> }> {
    let settled = false
    const ran = refused(this.run(text))
      .then((was) => !was)
      .finally(() => {
        settled = true
      })
    const waits = async () => {
      const rows = await store.query(
        `select from pg_stat_activity where wait_event_type = 'Lock' and query = $1 and datname = current_database()`,
        [text],
      )
      return rows.length > 0 || settled
    }
    await expect.poll(waits, { interval: 5 }).toBe(true)
    return { ran }
  }

  /** @returns whether it was kept. */
  async commit(): Promise<boolean> {
    this.#decision.resolve()
    return !(await refused(this.#ended))
  }

  async rollBack(): Promise<void> {
    this.#decision.reject(new RolledBack())
    await this.#ended.catch(() => undefined)
  }
}

const send = (text: string) =>
  runStatement({
    text,
    values: [],
    preparedAs: undefined,
    rowsAs: 'objects',
    origin: { module: 'test', verb: 'select' },
  })

/** Whether work was refused because of what others do at the same time. Any other failure is one of the test. */
async function refused(work: Promise<unknown>): Promise<boolean> {
  try {
    await work
    return false
  } catch (error) {
    if (error instanceof AshlarError && conflicts.has(error.code)) return true
    throw error
  }
}

/** A serialization failure, and what is told of the transaction that it ended. */
const conflicts: ReadonlySet<string> = new Set(['ASH419', 'ASH411'])

interface Anomaly {
  readonly name: string
  /** The levels at which PostgreSQL lets it happen. */
  readonly happensAt: readonly Isolation[]
  /** @returns whether it happened. */
  readonly provoke: (begin: () => Session) => Promise<boolean>
}

const one = 'select id, value from public.test where id = 1'
const two = 'select id, value from public.test where id = 2'
const both = 'select id, value from public.test where id in (1, 2) order by id'
const set = (id: number, value: number) => `update public.test set value = ${value} where id = ${id}`
const kept = async () => (await store.query(`${both}`)).map(({ value }) => value)

const anomalies: readonly Anomaly[] = [
  {
    name: 'G0: writes of two transactions mixed',
    happensAt: [],
    async provoke(begin) {
      const [first, second] = [begin(), begin()]
      await first.run(set(1, 11))
      const { ran } = await second.runBlocked(set(1, 12))
      await first.run(set(2, 21))
      await first.commit()
      if (await ran) {
        await second.run(set(2, 22))
        await second.commit()
      }
      return !['11,21', '12,22'].includes((await kept()).join())
    },
  },
  {
    name: 'G1a: a read of what is rolled back',
    happensAt: [],
    async provoke(begin) {
      const [first, second] = [begin(), begin()]
      await first.run(set(1, 101))
      const seen = await second.run(one)
      await first.rollBack()
      seen.push(...(await second.run(one)))
      await second.commit()
      return seen.includes('1=101')
    },
  },
  {
    name: 'G1b: a read of what is changed again before it is kept',
    happensAt: [],
    async provoke(begin) {
      const [first, second] = [begin(), begin()]
      await first.run(set(1, 101))
      const seen = await second.run(one)
      await first.run(set(1, 11))
      await first.commit()
      seen.push(...(await second.run(one)))
      return seen.includes('1=101')
    },
  },
  {
    name: 'G1c: two that read what the other has not kept',
    happensAt: [],
    async provoke(begin) {
      const [first, second] = [begin(), begin()]
      await first.run(set(1, 11))
      await second.run(set(2, 22))
      const seen = [...(await first.run(two)), ...(await second.run(one))]
      return seen.includes('2=22') || seen.includes('1=11')
    },
  },
  {
    name: 'OTV: a transaction that was seen and is then seen no more',
    happensAt: [],
    async provoke(begin) {
      const [first, second, third] = [begin(), begin(), begin()]
      await first.run(set(1, 11))
      await first.run(set(2, 19))
      const { ran } = await second.runBlocked(set(1, 12))
      await first.commit()
      const seen = await third.run(one)
      if (await ran) {
        await second.run(set(2, 18))
        seen.push(...(await third.run(two)))
        await second.commit()
      }
      seen.push(...(await third.run(two)), ...(await third.run(one)))
      const ofSecond = seen.findIndex((row) => row === '1=12' || row === '2=18')
      return ofSecond >= 0 && seen.slice(ofSecond).some((row) => row === '1=11' || row === '2=19')
    },
  },
  {
    name: 'PMP: a condition that another row meets later',
    happensAt: ['read-committed'],
    async provoke(begin) {
      const [first, second] = [begin(), begin()]
      await first.run('select id, value from public.test where value = 30')
      await second.run('insert into public.test values (3, 30)')
      await second.commit()
      return (await first.run('select id, value from public.test where value % 3 = 0')).length > 0
    },
  },
  {
    name: 'PMP of a write: rows that are missed by what should have removed them',
    happensAt: ['read-committed'],
    async provoke(begin) {
      const [first, second] = [begin(), begin()]
      await first.run('update public.test set value = value + 10')
      const { ran } = await second.runBlocked('delete from public.test where value = 20')
      await first.commit()
      return (await ran) && (await second.run('select id, value from public.test where value = 20')).length > 0
    },
  },
  {
    name: 'P4: a write that overwrites one it has not seen',
    happensAt: ['read-committed'],
    async provoke(begin) {
      const [first, second] = [begin(), begin()]
      await Promise.all([first.run(one), second.run(one)])
      await first.run(set(1, 11))
      const { ran } = await second.runBlocked(set(1, 11))
      await first.commit()
      return (await ran) && (await second.commit())
    },
  },
  {
    name: 'G-single: reads from before and after another transaction',
    happensAt: ['read-committed'],
    async provoke(begin) {
      const [first, second] = [begin(), begin()]
      await first.run(one)
      await second.run(set(1, 12))
      await second.run(set(2, 18))
      await second.commit()
      return (await first.run(two)).includes('2=18')
    },
  },
  {
    name: 'G-single of a write: a write by what was read before another transaction',
    happensAt: ['read-committed'],
    async provoke(begin) {
      const [first, second] = [begin(), begin()]
      await first.run(both)
      await second.run(set(1, 12))
      await second.run(set(2, 18))
      await second.commit()
      return !(await refused(first.run('delete from public.test where id = 2'))) && (await first.commit())
    },
  },
  {
    name: 'G2-item: each writes what the other has read',
    happensAt: ['read-committed', 'repeatable-read'],
    async provoke(begin) {
      const [first, second] = [begin(), begin()]
      await Promise.all([first.run(both), second.run(both)])
      const written = await Promise.all([refused(first.run(set(1, 11))), refused(second.run(set(2, 21)))])
      return !written.includes(true) && !(await commitAll(first, second)).includes(false)
    },
  },
  {
    name: 'G2: each adds what the other has looked for',
    happensAt: ['read-committed', 'repeatable-read'],
    async provoke(begin) {
      const [first, second] = [begin(), begin()]
      const threes = 'select id, value from public.test where value % 3 = 0'
      await Promise.all([first.run(threes), second.run(threes)])
      const written = await Promise.all([
        refused(first.run('insert into public.test values (3, 30)')),
        refused(second.run('insert into public.test values (4, 42)')),
      ])
      return !written.includes(true) && !(await commitAll(first, second)).includes(false)
    },
  },
  {
    name: 'G2 with a reader: a third sees a state that no order explains',
    happensAt: ['read-committed', 'repeatable-read'],
    async provoke(begin) {
      const [first, second] = [begin(), begin()]
      await first.run(both)
      await second.run('update public.test set value = value + 5 where id = 2')
      if (!(await second.commit())) return false
      const third = begin()
      if (await refused(third.run(both))) return false
      if (!(await third.commit())) return false
      return !(await refused(first.run(set(1, 0)))) && (await first.commit())
    },
  },
]

async function commitAll(...sessions: readonly Session[]): Promise<boolean[]> {
  const kept: boolean[] = []
  for (const session of sessions) kept.push(await session.commit())
  return kept
}

describe.each(isolations)('at %s', (level) => {
  test.each(anomalies.map((anomaly) => [anomaly.name, anomaly] as const))('%s', async (_name, anomaly) => {
    const happened = await anomaly.provoke(() => new Session(level))

    expect(happened).toBe(anomaly.happensAt.includes(level))
  })
})

/** Who withdraws looks at both accounts of a pair and takes from one: each alone would leave the pair with enough. */
test(
  `pairs of accounts are never overdrawn at serializable, n = ${withdrawals} withdrawals`,
  async () => {
    const pairs = 8
    await store.query(
      `truncate public.test; insert into public.test select n, 1000 from generate_series(1, ${2 * pairs}) as n`,
    )
    const outside: number[] = []
    let withdrawn = 0
    let gaveUp = 0
    let asked = 0
    const withdraw = async (number: number): Promise<number> => {
      const first = 1 + 2 * Math.floor(Math.random() * pairs)
      const amount = 1 + Math.floor(Math.random() * 300)
      // What a rollback does not undo may happen once, whoever is in the way.
      if (number % 10 === 0) {
        forbidRetry()
        outside.push(number)
      }
      const { rows } = await send(`select sum(value)::int as sum from public.test where id in (${first}, ${first + 1})`)
      const enough = ((rows as { sum: number }[])[0]?.sum ?? 0) >= amount
      // Where there is too little, the pair is filled up again.
      const change = enough ? -amount : 500
      await send(`update public.test set value = value + ${change} where id = ${first + Math.round(Math.random())}`)
      return change
    }
    const lane = async () => {
      while (asked < withdrawals) {
        const number = ++asked
        await runDetached(database, () => withdraw(number), { isolation: 'serializable' }).then(
          (change) => {
            withdrawn += change
          },
          (error: unknown) => {
            expect(error).toMatchObject({ code: expect.stringMatching(/^ASH(419|420|411|580)$/) })
            gaveUp += 1
          },
        )
        if (number % 100 === 0) expect(await overdrawn()).toEqual([])
      }
    }
    const overdrawn = () => store.query('select (id + 1) / 2 as pair from public.test group by 1 having sum(value) < 0')
    await Promise.all(Array.from({ length: 4 }, lane))

    expect(await overdrawn()).toEqual([])
    const [total] = await store.query('select sum(value)::int as sum from public.test')
    expect(total?.sum).toBe(2 * pairs * 1_000 + withdrawn)
    expect(new Set(outside).size).toBe(outside.length)
    expect(gaveUp).toBeLessThan(withdrawals / 2)
  },
  limitMs,
)
