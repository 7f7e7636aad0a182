import type { Scenario } from '../scenario.ts'
import { bootKilled } from './boot-killed.ts'
import { clocks } from './clocks.ts'
import { databaseClock } from './database-clock.ts'
import { databaseKilled } from './database-killed.ts'
import { deadWorkers } from './dead-workers.ts'
import { diskFull } from './disk-full.ts'
import { embeddedShared } from './embedded-shared.ts'
import { handedOver } from './handed-over.ts'
import { historyOfChanges } from './history-of-changes.ts'
import { killedAtPoints } from './killed-at-points.ts'
import { orderOfEvents } from './order-of-events.ts'
import { poisonousJobs } from './poisonous-jobs.ts'
import { redelivery } from './redelivery.ts'
import { saturated } from './saturated.ts'
import { serverKilled } from './server-killed.ts'
import { sessionsEnded } from './sessions-ended.ts'
import { soak } from './soak.ts'
import { spoiledConnections } from './spoiled-connections.ts'
import { uniqueJobs } from './unique-jobs.ts'
import { wallsBetweenTenants } from './walls-between-tenants.ts'

/** Every scenario, in the order in which they run. */
export const scenarios: readonly Scenario[] = [
  serverKilled,
  databaseKilled,
  embeddedShared,
  bootKilled,
  sessionsEnded,
  spoiledConnections,
  saturated,
  handedOver,
  diskFull,
  killedAtPoints,
  orderOfEvents,
  redelivery,
  deadWorkers,
  uniqueJobs,
  poisonousJobs,
  clocks,
  databaseClock,
  historyOfChanges,
  wallsBetweenTenants,
  soak,
]
