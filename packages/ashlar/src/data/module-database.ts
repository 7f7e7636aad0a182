/** The database as a module sees it: Drizzle over the unit of work of the request, within the module's own schema. */
import { entityKind, fillPlaceholders, type Query } from 'drizzle-orm'
import { nodePgCodecs } from 'drizzle-orm/node-postgres'
import {
  PgAsyncDatabase,
  PgAsyncPreparedQuery,
  PgAsyncSession,
  PgDialect,
  type PgQueryResultHKT,
  type PgRawRow,
  type PreparedQueryConfig,
} from 'drizzle-orm/pg-core'
import pg from 'pg'
import { findUnitOfWork } from './current-unit.ts'
import { outsideUnitOfWork } from './errors.ts'
import { findRowView } from './row-view.ts'
import { statementCrossesWall, statementNotAllowed } from './sql/errors.ts'
import { findModuleIn } from './sql/refused-by-postgres.ts'
import type { StatementResult, TypeParsers } from './statement.ts'
import { type StatementText, StatementTexts } from './statement-texts.ts'

/** What a statement without `returning`, or one given as SQL, answers. */
export interface RawResult<Row> extends Omit<StatementResult, 'rows'> {
  readonly rows: Row[]
}

interface ModuleResultKind extends PgQueryResultHKT {
  readonly type: RawResult<PgRawRow<this['row']>>
}

/**
 * A module's own database handle.
 *
 * Every statement joins the transaction of the request, job, command or test it is called in. It may name the module's
 * own schema only. There is no `transaction()`: the transaction is the request's, and `savepoint()` undoes a part of it.
 */
export type ModuleDatabase = Pick<
  PgAsyncDatabase<ModuleResultKind>,
  | '$count'
  | '$with'
  | 'delete'
  | 'execute'
  | 'insert'
  | 'refreshMaterializedView'
  | 'select'
  | 'selectDistinct'
  | 'selectDistinctOn'
  | 'update'
  | 'with'
>

export interface ModuleDatabaseOptions {
  /** The module's id, which is its schema's name. */
  readonly module: string
  /** The ids of the other modules. */
  readonly otherSchemas: readonly string[]
}

/** Creates the handle of one module. It holds no connection. */
export function createModuleDatabase({ module, otherSchemas }: ModuleDatabaseOptions): ModuleDatabase {
  // Compiled row mappers would be compiled anew for every statement that is not prepared: a quarter of its time.
  const dialect = new PgDialect({ codecs: nodePgCodecs })
  const texts = new StatementTexts({ module, otherSchemas: new Set(otherSchemas) })
  return new PgAsyncDatabase<ModuleResultKind>(dialect, new ModuleSession(dialect, module, texts), {})
}

type RowMode = 'arrays' | 'objects' | 'raw'
type MapRows = ((rows: never[]) => unknown) | undefined

class ModuleSession extends PgAsyncSession<ModuleResultKind> {
  static override readonly [entityKind] = 'AshlarModuleSession'
  readonly #module: string
  readonly #texts: StatementTexts

  constructor(dialect: PgDialect, module: string, texts: StatementTexts) {
    super(dialect)
    this.#module = module
    this.#texts = texts
  }

  override prepareQuery<Config extends PreparedQueryConfig>(
    query: Query,
    mode: RowMode,
    _name: string | boolean,
    mapRows?: MapRows,
  ): PgAsyncPreparedQuery<Config> {
    return new ModuleQuery<Config>({ query, mode, mapRows, module: this.#module, texts: this.#texts })
  }

  override async transaction(): Promise<never> {
    throw statementNotAllowed(this.#module, 'begin')
  }
}

interface ModuleQueryParts {
  readonly query: Query
  readonly mode: RowMode
  readonly mapRows: MapRows
  readonly module: string
  readonly texts: StatementTexts
}

/** Drizzle's own query wraps errors in a text that holds the whole statement; this one lets ours through as they are. */
class ModuleQuery<Config extends PreparedQueryConfig> extends PgAsyncPreparedQuery<Config> {
  static override readonly [entityKind] = 'AshlarModuleQuery'
  readonly #parts: ModuleQueryParts

  constructor(parts: ModuleQueryParts) {
    const unused = () => Promise.reject(new Error('A module query runs in its unit of work.'))
    super(unused, parts.query, undefined, parts.mode, silent, undefined, undefined, undefined, false)
    this.#parts = parts
  }

  override async execute(placeholderValues: Record<string, unknown> = {}): Promise<Config['execute']> {
    const { query, mode, mapRows, module, texts } = this.#parts
    const current = findUnitOfWork()
    if (current === undefined) throw outsideUnitOfWork(`Module "${module}" used its database`)
    const text: StatementText = texts.use(query.sql)
    const origin = { module, verb: text.verb }
    const view = findRowView()
    const removes = view?.deleted === 'purged' && text.given !== text.text
    let result: StatementResult
    try {
      result = await current.unit.runStatement(current.frame, {
        text: removes ? text.given : text.text,
        values: query.params.length === 0 ? query.params : fillPlaceholders(query.params, placeholderValues),
        preparedAs: removes ? undefined : text.preparedAs,
        rowsAs: mode === 'arrays' ? 'arrays' : 'objects',
        types: drizzleTypes,
        origin,
        view,
      })
    } catch (error) {
      const cause = error instanceof Error ? error.cause : undefined
      const other = findModuleIn(cause, texts.otherSchemas)
      throw other === undefined ? error : statementCrossesWall(origin, other, cause)
    }
    if (mode === 'raw') return result
    return mapRows === undefined ? result.rows : mapRows(result.rows as never[])
  }
}

const silent = { logQuery: () => undefined }

const { builtins } = pg.types
const keepText = (text: string) => text

/** Drizzle reads dates, times and intervals, and arrays of them and of numerics, from PostgreSQL's own text. */
const textTypes = new Set<number>([
  builtins.TIMESTAMPTZ,
  builtins.TIMESTAMP,
  builtins.DATE,
  builtins.INTERVAL,
  1231,
  1115,
  1185,
  1187,
  1182,
])

const drizzleTypes: TypeParsers = {
  getTypeParser: ((oid: number, format: 'text') =>
    textTypes.has(oid) ? keepText : pg.types.getTypeParser(oid, format)) as TypeParsers['getTypeParser'],
}
