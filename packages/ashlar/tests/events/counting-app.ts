/** An app whose one handler writes a row for each event, so that what is lost or doubled can be counted. */
import { setTimeout as delay } from 'node:timers/promises'
import { after } from 'ashlar/contract'
import { sql } from 'ashlar/drizzle'
import { type App, bootApp, type Role } from 'ashlar/runtime'
import { pino } from 'pino'
import { moduleOf } from '../module-of.ts'
import { openShop, restocked, type ShopGiven } from './shop.ts'

export interface CountingApp {
  readonly app: App
  readonly shop: ShopGiven
}

/** Boots the app on a database. It delivers once its worker is started. */
export async function bootCounting(url: string, role: Role = 'all'): Promise<CountingApp> {
  const { source, given } = openShop()
  const counter = moduleOf(
    { id: 'counter', listens: { count: after(restocked, { tries: 1_000 }) } },
    ({ db }) => ({
      listens: {
        count: async ({ item }, { id, key }) => {
          await db.execute(sql`insert into counter.handled (event, key, item) values (${id}, ${key ?? null}, ${item})`)
          await delay(Math.random() * 4)
        },
      },
    }),
    `${import.meta.dirname}/counter-migrations`,
  )
  const app = await bootApp({
    name: 'Counting',
    config: { events: { concurrency: 4 } },
    modules: [source, counter],
    database: { appUrl: url, ownerUrl: url },
    environment: {},
    assets: { version: '1', tags: () => '' },
    log: pino({ level: 'silent' }),
    production: false,
    role,
  })
  return { app, shop: given() }
}

/** Waits until nothing is left to deliver. */
export async function waitUntilDelivered({ app }: CountingApp): Promise<void> {
  while ((await app.events.metrics()).some(({ pending }) => pending > 0)) await delay(20)
}
