import { cpSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { always, count } from '../figures.ts'
import { defineScenario } from '../scenario.ts'
import type { ChaosDatabase, SiblingDatabase } from '../world/database.ts'
import type { World } from '../world/world.ts'

/** The first boot, which migrates, is killed at any moment; then two boot at once; then a migration fails. */
export const bootKilled = defineScenario({
  name: 'boot-killed',
  promise: 'A first boot or a migration that was interrupted is made up for by the next boot',
  sizes: { ci: { kills: 10, pairs: 4, embedded: 3 }, release: { kills: 50, pairs: 30, embedded: 50 } },
  async run(world, { kills, pairs, embedded }) {
    const server = await world.openDatabase({ durable: false })
    const undisturbed = await server.createSibling('undisturbed')
    const bootMs = await boot(world, undisturbed)
    const expected = await describeSchema(undisturbed)

    let recovered = 0
    for (let kill = 0; kill < kills; kill += 1) {
      const database = await server.createSibling(`killed_${kill}`)
      const first = await world.startServer({ database })
      // Spread over the whole of a boot, not left to luck: an even share to each part, and chance within it.
      await delay(((kill + world.random.next()) / kills) * bootMs)
      await first.kill()
      await boot(world, database)
      if ((await describeSchema(database)) === expected) recovered += 1
    }
    world.say(`${kills} boots killed`)

    let once = 0
    for (let pair = 0; pair < pairs; pair += 1) {
      const database = await server.createSibling(`pair_${pair}`)
      const both = await Promise.all([world.startServer({ database }), world.startServer({ database })])
      await Promise.all(both.map((each) => each.ready()))
      await Promise.all(both.map((each) => each.stop()))
      if ((await describeSchema(database)) === expected) once += 1
    }
    world.say(`${pairs} pairs booted`)

    return [
      count('boot undisturbed', bootMs, 'ms'),
      always('boots killed after which the next one made the same schema', recovered, kills),
      always('pairs of boots that migrated once', once, pairs),
      always(
        'first boots with the embedded server killed, the next one made the same',
        await killEmbedded(world, embedded, bootMs, expected),
        embedded,
      ),
      always('migrations that failed and left the schema as it was', await failMigration(world, server, expected), 1),
    ]
  },
})

/** Boots until it is ready, and ends. @returns how long that took, in milliseconds. */
async function boot(world: World, database: SiblingDatabase): Promise<number> {
  const server = await world.startServer({ database })
  const ms = await server.ready()
  await server.stop()
  return ms
}

/** `ashlar start --embedded` in new folders, killed on the way. */
async function killEmbedded(world: World, times: number, bootMs: number, expected: string): Promise<number> {
  let recovered = 0
  for (let time = 0; time < times; time += 1) {
    const appFolder = copyApp(world, `embedded-${time}`)
    const first = await world.startServer({ appFolder })
    // Making the database takes longer than the boot itself.
    await delay(((time + world.random.next()) / times) * (bootMs + 2_000))
    await first.kill()
    const second = await world.startServer({ appFolder, port: first.port })
    await second.ready()
    const database = await world.openDatabase({ place: join(appFolder, '.ashlar/postgres') })
    if ((await describeSchema(database)) === expected) recovered += 1
    await second.stop()
    await database[Symbol.asyncDispose]()
  }
  world.say(`${times} boots with an embedded server killed`)
  return recovered
}

/** A build with one migration more, whose last statement fails. */
async function failMigration(world: World, server: ChaosDatabase, expected: string): Promise<number> {
  const database = await server.createSibling('failing')
  await boot(world, database)
  const appFolder = copyApp(world, 'failing')
  writeFileSync(
    join(appFolder, 'dist/modules/bank/migrations/0002_fail.sql'),
    'CREATE TABLE "bank"."half" ("id" integer PRIMARY KEY);\n\nSELECT 1 / 0;\n',
  )
  const failing = await world.startServer({ database, appFolder })
  const end = await failing.ended
  await boot(world, database)
  return end === 1 && (await describeSchema(database)) === expected ? 1 : 0
}

/** A copy of the built app, with a folder for an embedded database of its own. */
function copyApp(world: World, name: string): string {
  const appFolder = join(world.folder, name)
  cpSync(world.appFolder, appFolder, {
    recursive: true,
    filter: (path) => !path.includes('node_modules') && !path.includes('.ashlar/postgres'),
  })
  symlinkSync(join(world.appFolder, 'node_modules'), join(appFolder, 'node_modules'), 'dir')
  return appFolder
}

/** Everything that migrations make, and which of them have run, as one text. */
async function describeSchema({ query }: Pick<ChaosDatabase, 'query'>): Promise<string> {
  const columns = await query(
    `select table_schema, table_name, column_name, data_type, is_nullable, column_default
       from information_schema.columns where table_schema in ('bank', 'ashlar', 'pgboss') order by 1, 2, 3`,
  )
  const indexes = await query(
    `select schemaname, indexname, indexdef from pg_indexes where schemaname in ('bank', 'ashlar', 'pgboss') order by 1, 2`,
  )
  const routines = await query(
    `select n.nspname, p.proname, pg_get_function_identity_arguments(p.oid) as arguments
       from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname in ('bank', 'ashlar', 'pgboss') order by 1, 2, 3`,
  )
  const history = await query('select module, name from ashlar.migration order by 1, 2')
  return JSON.stringify({ columns, indexes, routines, history })
}
