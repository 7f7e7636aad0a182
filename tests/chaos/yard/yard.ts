/** The app that the scenarios of events, jobs and tenants torment: each order has a business row, an event and a job. */
import { setTimeout as delay } from 'node:timers/promises'
import { behaviour, defineModule, type Given } from 'ashlar'
import { after, anyone, defineRoutes, event, get, job, post, signedIn } from 'ashlar/contract'
import { afterCommit, bookkeeping } from 'ashlar/data'
import { sql } from 'ashlar/drizzle'
import { describeModule, type ModuleSource } from 'ashlar/runtime'
import { z } from 'zod'
import { changeAssets, changeKinds } from './change-assets.ts'
import { dieAt, dieWhileCommitting } from './die.ts'
import { poison, poisonKinds } from './poison.ts'
import { asset } from './tables.ts'

const order = z.object({ id: z.string(), dieAt: z.string().default(''), key: z.string().default('') })
const many = { tries: 1_000, delaySeconds: 1, longestDelaySeconds: 2 }

const placed = event('yard.placed', { version: 1, payload: order })
const transferred = event('yard.transferred', {
  version: 1,
  payload: z.object({ account: z.int(), amount: z.int() }),
})

/** The tenant that PostgreSQL was told of, and all that is seen through it. */
const seenAssets = z.object({ tenant: z.string().nullable(), notes: z.array(z.string()) })

const routes = defineRoutes('yard', {
  place: post('/orders', { can: anyone, body: order, response: z.object({ id: z.string() }) }),
  only: post('/only', {
    can: anyone,
    body: z.object({ key: z.string() }),
    response: z.object({ id: z.string().nullable() }),
  }),
  assets: get('/assets', { can: signedIn, query: z.object({ slow: z.stringbool().optional() }), response: seenAssets }),
  addAsset: post('/assets', { can: signedIn, body: z.object({ note: z.string() }), response: seenAssets }),
  change: post('/changes', {
    can: signedIn,
    body: z.object({ kind: z.enum(changeKinds), fails: z.boolean() }),
    response: z.object({}),
  }),
  look: get('/look', { can: anyone, response: z.object({ orders: z.int() }) }),
})

export const yard = {
  id: 'yard',
  routes,
  publishes: [placed, transferred],
  listens: { handle: after(placed, { tries: 1_000 }), transfer: after(transferred, { tries: 1_000 }) },
  jobs: {
    work: job({ payload: order, retry: many }),
    long: job({ payload: z.object({ id: z.string(), ms: z.number() }), retry: many }),
    poison: job({
      payload: z.object({ kind: z.enum(poisonKinds) }),
      retry: { tries: 2, delaySeconds: 1 },
      timeoutMs: 60_000,
    }),
    forTenant: job({ payload: z.object({ tenant: z.string() }), retry: many }),
    only: job({ payload: z.object({ key: z.string() }), unique: true }),
    tick: job({ schedule: process.env.YARD_SCHEDULE ?? '0 0 1 1 *' }),
  },
} as const

export type YardGiven = Given<typeof yard>

const definition = defineModule({ ...yard, start: async (): Promise<unknown> => ({ default: start }) })

let held: YardGiven | undefined

/** What the module was given in this process, once it has started. */
export function givenToYard(): YardGiven {
  if (held === undefined) throw new Error('The yard has not been started.')
  return held
}

const start = behaviour<typeof yard>((given) => {
  held = given
  const { db, publish, enqueue } = given
  const lookAtAssets = async () => {
    const { rows } = await db.execute<{ tenant: string | null }>(sql`select ashlar.tenant_id()::text as tenant`)
    const notes = await db.select({ note: asset.note }).from(asset)
    return { tenant: rows[0]?.tenant ?? null, notes: notes.map(({ note }) => note) }
  }
  return {
    routes: {
      place: async ({ body }) => {
        const { id, dieAt: asked, key } = body
        const death = { id, asked }
        dieAt(death, 'request: before insert')
        await db.execute(sql`insert into yard.placed (id, die_at, key) values (${id}, ${asked}, ${key})`)
        dieAt(death, 'request: after insert')
        await publish(placed, body, key === '' ? {} : { key })
        await enqueue('work', body)
        afterCommit(() => dieAt(death, 'request: after commit'))
        dieAt(death, 'request: before commit')
        dieWhileCommitting(death, 'request: while committing')
        return { id }
      },
      only: async ({ body }) => ({ id: (await enqueue('only', body)) ?? null }),
      assets: async ({ query }) => {
        if (query.slow) await db.execute(sql`select pg_catalog.pg_sleep(random() * 0.02)`)
        return lookAtAssets()
      },
      addAsset: async ({ body, tenant }) => {
        await db.insert(asset).values({ note: body.note })
        await enqueue('forTenant', { tenant: tenant?.id ?? '' })
        return lookAtAssets()
      },
      change: async ({ body }) => {
        await changeAssets(db, body.kind)
        if (body.fails) throw new Error('This change is undone.')
        return {}
      },
      look: async () => {
        const { rows } = await db.execute<{ n: number }>(sql`select count(*)::int as n from yard.placed`)
        return { orders: rows[0]?.n ?? 0 }
      },
    },
    listens: {
      handle: async ({ id, dieAt: all, key }, { attempt, publishedAt }) => {
        const asked = attempt === 1 ? all : ''
        const death = { id, asked }
        dieAt(death, 'event: after claim')
        await db.execute(
          sql`insert into yard.handled (id, attempt, die_at, published_at, key)
            values (${id}, ${attempt}, ${asked.startsWith('event') ? asked : ''}, ${publishedAt.toISOString()}, ${key})`,
        )
        dieAt(death, 'event: after effect')
        afterCommit(() => dieAt(death, 'event: after complete'))
        dieWhileCommitting(death, 'event: while committing')
      },
      transfer: async ({ account, amount }, { idempotencyKey }) => {
        await bookkeeping(() =>
          db.execute(sql`insert into yard.outside values (${idempotencyKey}, ${amount}) on conflict do nothing`),
        )
        await delay(Math.random() * 10)
        await db.execute(sql`update yard.account set balance = balance + ${amount} where id = ${account}`)
      },
    },
    jobs: {
      work: async ({ id, dieAt: all }, { id: key, attempt }) => {
        const asked = attempt === 1 ? all : ''
        const death = { id, asked }
        dieAt(death, 'job: after claim')
        await db.execute(
          sql`insert into yard.done (id, job, attempt, die_at)
            values (${id}, ${key}, ${attempt}, ${asked.startsWith('job') ? asked : ''})`,
        )
        dieAt(death, 'job: after effect')
        afterCommit(() => dieAt(death, 'job: after complete'))
        dieWhileCommitting(death, 'job: while committing')
      },
      long: async ({ id, ms }, { id: key, attempt }) => {
        await bookkeeping(() =>
          db.execute(sql`insert into yard.begun values (${id}, ${attempt}, ${process.pid}, clock_timestamp())`),
        )
        await delay(ms / 2)
        await db.execute(sql`insert into yard.done (id, job, attempt) values (${id}, ${key}, ${attempt})`)
        await delay(ms / 2)
      },
      poison: ({ kind }) => poison(kind),
      forTenant: async ({ tenant }, { id, attempt }) => {
        const seen = await lookAtAssets()
        const right = seen.tenant === tenant && seen.notes.every((note) => note.endsWith(tenant))
        await db.execute(
          sql`insert into yard.done (id, job, attempt) values (${right ? 'own' : 'other'}, ${id}, ${attempt})`,
        )
      },
      only: async ({ key }, { id, attempt }) => {
        await db.execute(sql`insert into yard.done (id, job, attempt) values (${key}, ${id}, ${attempt})`)
      },
      tick: async (_nothing, { scheduledFor }) => {
        await db.execute(sql`insert into yard.ticked (scheduled_for) values (${scheduledFor?.toISOString() ?? null})`)
      },
    },
  }
})

/** Publishes an order and writes its row, in this order: who publishes with a key waits for those before it with the same one. */
export async function placeInOrder(id: string, key: string): Promise<void> {
  const { db, publish } = givenToYard()
  await publish(placed, { id, key, dieAt: '' }, key === '' ? {} : { key })
  await db.execute(sql`insert into yard.placed (id, key) values (${id}, ${key})`)
}

/** Publishes a transfer between what is outside and an account. */
export const transfer = (account: number, amount: number): Promise<void> =>
  givenToYard().publish(transferred, { account, amount })

export const yardModule: ModuleSource = {
  manifest: describeModule({ packageName: '@chaos/yard', version: '1.0.0' }, definition),
  load: async () => definition,
  migrationsFolder: `${import.meta.dirname}/migrations`,
  localesFolder: '',
}
