import { defineRule } from '../../rule.ts'

/** ASH746: a module with tables that no migration makes. */
export const tablesWithoutMigration = defineRule({
  code: 'ASH746',
  title: 'Tables without a migration',
  family: 'data',
  level: 'error',
  cause: 'The tables that a definition names exist only where somebody has made them by hand.',
  remedy: 'Run ashlar db diff, read what it writes, and commit it.',
  fix: { none: 'A migration is made by comparing tables, and has to be read.' },
  *check({ modules }) {
    for (const { id, declares, definition, migrations } of modules) {
      if (declares.loads.tables === undefined || migrations.length > 0 || !definition || !declares.found) continue
      yield {
        place: declares.found,
        message: `Module "${id}" declares tables in ${declares.loads.tables}, and has no migration that makes them.`,
        modules: id === undefined ? [] : [id],
      }
    }
  },
})
