import { listSchemaOwners, migrate, resetDatabase } from 'ashlar/runtime'
import { defineAshlarCommand } from '../../command.ts'
import { roleOf, withDatabase } from '../../database/with-database.ts'
import { resetRefused } from '../../errors.ts'
import { forgetSeedMemory } from '../../start/seed-memory.ts'
import { assertConfirmed } from '../../terminal/confirm.ts'
import { formatCount, printDone, printWarning } from '../../terminal/print.ts'
import { embeddedOption } from './embedded-option.ts'

export const reset = defineAshlarCommand({
  name: 'db reset',
  description: 'Drop all data of the app and migrate anew',
  args: {
    ...embeddedOption,
    yes: { type: 'boolean', alias: 'y', description: 'Agree to the loss of all data' },
    force: { type: 'boolean', description: 'Allow it in production' },
  },
  run: async ({ args }) => {
    await withDatabase(
      { from: process.cwd(), embedded: args.embedded },
      async ({ app, values, database, migrations }) => {
        if (values.NODE_ENV === 'production' && !args.force) throw resetRefused()
        const { host, pathname } = new URL(database.ownerUrl)
        const place = database.kind === 'embedded' ? 'the embedded database' : `${host}${pathname}`
        await assertConfirmed(`Drop all data of ${app.name} in ${place}?`, args.yes ?? false)
        const connection = { ownerUrl: database.ownerUrl }
        const dropped = await resetDatabase({ ...connection, modules: app.modules.map(({ manifest }) => manifest.id) })
        printDone(`Dropped ${dropped.join(', ') || 'nothing: there was no schema'}`)
        const [appRole, ownerRole] = [roleOf(database.appUrl), roleOf(database.ownerUrl)]
        const applied = await migrate({
          ...connection,
          modules: migrations,
          schemaOwners: listSchemaOwners(app.modules.map(({ manifest }) => manifest)),
          onWeakened: printWarning,
          ...(appRole === ownerRole ? {} : { appRole }),
        })
        if (database.kind === 'embedded') await forgetSeedMemory(app.folder)
        printDone(`Applied ${formatCount(applied.length, 'migration')}. Fill it with: ashlar db seed`)
      },
    )
  },
})
