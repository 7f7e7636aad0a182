import { PgSchema } from 'drizzle-orm/pg-core'
import { noteRules } from './rules/table-rules.ts'

/** The schema of a module, named after its id. Every table of the module is declared with its `table()`. */
export function moduleSchema<const Id extends string>(module: Id): PgSchema<Id> {
  return new ModuleSchema(module)
}

/** Notes the rules that a table's columns bring along: `tenantOwned()`, `softDeletable()`, `audited()`, `versioned()`, `timestamps()`. */
class ModuleSchema<Id extends string> extends PgSchema<Id> {
  constructor(module: Id) {
    super(module, undefined)
    const make = this.table
    const makeWithRules = (name: string, columns: object, extraConfig?: never) => {
      const table = make(name, columns as never, extraConfig)
      noteRules(table, columns)
      return table
    }
    this.table = makeWithRules as unknown as PgSchema<Id>['table']
  }
}
