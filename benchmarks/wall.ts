/** What the wall in the database costs: a request, a call of a module's function, and a module's role. */
import { migrate } from 'ashlar/runtime'
import pg from 'pg'
import { StatementTexts } from '../packages/ashlar/src/data/statement-texts.ts'
import { median } from './measure.ts'

export interface WallCost {
  /** Looking up the verdict on a statement that was sent before, in nanoseconds. */
  readonly knownNanoseconds: number
  /** Reading a statement for the first time, in microseconds. */
  readonly firstMicroseconds: number
  /** A call of a function that runs as its module's role, of the same one running as its caller. */
  readonly functionRatio: number
  /** Making the schema, the role and the grants of a module, once in the life of a database, in milliseconds. */
  readonly roleMs: number
}

const rounds = 9
const statements = Array.from(
  { length: 50 },
  (_, i) =>
    `select "shop"."item"."id", "shop"."item"."name" from "shop"."item" where "shop"."item"."column_${i}" = $1 order by "shop"."item"."id" limit 50`,
)

/** Measures on a database of its own. */
export async function measureWall(ownerUrl: string): Promise<WallCost> {
  const [functionRatio, roleMs] = [await compareFunctions(ownerUrl), await measureRoles(ownerUrl)]
  return { ...measureTexts(), functionRatio, roleMs }
}

function measureTexts(): Pick<WallCost, 'knownNanoseconds' | 'firstMicroseconds'> {
  const wall = { module: 'shop', otherSchemas: new Set(Array.from({ length: 99 }, (_, i) => `module_${i}`)) }
  const repeats = 2_000
  const [known, first]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round++) {
    const texts = new StatementTexts(wall)
    const startedAt = performance.now()
    for (const text of statements) texts.use(text)
    const readAt = performance.now()
    for (const text of statements) texts.use(text)
    const preparedAt = performance.now()
    for (let i = 0; i < repeats; i++) for (const text of statements) texts.use(text)
    first.push(((readAt - startedAt) * 1_000) / statements.length)
    known.push(((performance.now() - preparedAt) * 1_000_000) / (repeats * statements.length))
  }
  return { knownNanoseconds: median(known), firstMicroseconds: median(first) }
}

async function compareFunctions(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (const [name, rights] of [
      ['as_role', 'definer'],
      ['as_caller', 'invoker'],
    ]) {
      await client.query(
        `create function ${name}(n int) returns int language plpgsql security ${rights} as 'begin return n + 1; end'`,
      )
    }
    const time = async (name: string) => {
      const startedAt = performance.now()
      await client.query(`select sum(${name}(i)) from generate_series(1, 200000) as i`)
      return performance.now() - startedAt
    }
    const ratios: number[] = []
    for (let round = 0; round < rounds; round++) ratios.push((await time('as_role')) / (await time('as_caller')))
    return median(ratios)
  } finally {
    await client.end()
  }
}

/** Preparing ten modules that ship no migration: nothing but their schemas, roles and grants is made. */
async function measureRoles(ownerUrl: string): Promise<number> {
  const modules = Array.from({ length: 10 }, (_, i) => ({ module: `wall_${i}`, version: '1.0.0', migrations: [] }))
  await migrate({ ownerUrl, modules: [] })
  const startedAt = performance.now()
  await migrate({ ownerUrl, modules })
  return (performance.now() - startedAt) / modules.length
}
