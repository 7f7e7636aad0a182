import { migrate as applyMigrations, listSchemaOwners } from 'ashlar/runtime'
import { defineAshlarCommand } from '../../command.ts'
import { roleOf, withDatabase } from '../../database/with-database.ts'
import { formatCount, formatDuration, printDone, printJson, printWarning } from '../../terminal/print.ts'
import { embeddedOption } from './embedded-option.ts'

export const migrate = defineAshlarCommand({
  name: 'db migrate',
  description: 'Apply every migration that is not applied yet, in the order of the modules',
  args: { ...embeddedOption, json: { type: 'boolean', description: 'Print what was applied as JSON' } },
  run: async ({ args }) => {
    const applied = await withDatabase(
      { from: process.cwd(), embedded: args.embedded },
      ({ app, database, migrations }) => {
        const [appRole, ownerRole] = [roleOf(database.appUrl), roleOf(database.ownerUrl)]
        return applyMigrations({
          ownerUrl: database.ownerUrl,
          modules: migrations,
          schemaOwners: listSchemaOwners(app.modules.map(({ manifest }) => manifest)),
          historyDays: app.config.history?.keepDays,
          onWeakened: printWarning,
          ...(appRole === ownerRole ? {} : { appRole }),
          ...(args.json
            ? {}
            : {
                onApplied: ({ module, name, durationMs }) =>
                  printDone(`${module} ${name} (${formatDuration(durationMs)})`),
              }),
        })
      },
    )
    if (args.json) return printJson(applied)
    printDone(
      applied.length === 0
        ? 'Nothing to apply: the database is up to date'
        : `Applied ${formatCount(applied.length, 'migration')}`,
    )
  },
})
