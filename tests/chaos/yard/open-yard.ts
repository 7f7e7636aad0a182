/** The yard for a scenario: its database, and a part of it in the harness's own process, which no scenario ends. */
import { type App, bootApp } from 'ashlar/runtime'
import { pino } from 'pino'
import type { ChaosDatabase } from '../world/database.ts'
import type { World } from '../world/world.ts'
import { Fleet, type FleetOptions } from './fleet.ts'
import { migrateYard } from './migrate-yard.ts'
import { peopleModule } from './people.ts'
import { yardModule } from './yard.ts'

export interface Yard {
  readonly database: ChaosDatabase
  /** Publishes, enqueues and counts; it delivers nothing and runs nothing. */
  readonly app: App
  /** Starts processes that are started again whenever they end. */
  readonly startFleet: (options: Omit<FleetOptions, 'url'>) => Promise<Fleet>
}

/** Opens the yard on an empty database, which is one of its own unless it is given. All of it is ended after the scenario. */
export async function openYard(world: World, given?: ChaosDatabase): Promise<Yard> {
  const database = given ?? (await world.openDatabase())
  await migrateYard(database)
  const app = await bootApp({
    name: 'Yard',
    config: {},
    modules: [yardModule, peopleModule],
    database: { appUrl: database.appUrl, ownerUrl: database.appUrl },
    environment: {},
    assets: { version: '1', tags: () => '' },
    log: pino({ level: 'silent' }),
    production: false,
    migrate: false,
    role: 'web',
  })
  world.use({ [Symbol.asyncDispose]: () => app.close() })
  return {
    database,
    app,
    async startFleet(options) {
      const fleet = new Fleet({ ...options, url: database.appUrl })
      world.use({ [Symbol.asyncDispose]: () => fleet.stop() })
      await fleet.start()
      return fleet
    },
  }
}
