import type { FieldDef } from 'pg'

/** A statement that is prepared on one connection. */
export interface PreparedStatement {
  readonly name: string
  /** What its rows look like; known after its first run, and constant as long as it stays prepared. */
  fields: readonly FieldDef[] | undefined
}

/** The statements prepared on one connection, the least recently used first, so that memory cannot grow on either end. */
export class PreparedStatements {
  readonly #limit: number
  readonly #byName = new Map<string, PreparedStatement>()

  constructor(limit: number) {
    this.#limit = limit
  }

  get size(): number {
    return this.#byName.size
  }

  /** The statement of that name, now the most recently used one, or `undefined` when it is not prepared. */
  use(name: string): PreparedStatement | undefined {
    const statement = this.#byName.get(name)
    if (statement === undefined) return undefined
    this.#byName.delete(name)
    this.#byName.set(name, statement)
    return statement
  }

  /** Notes a statement as prepared; `evicted` is one that must be closed to stay within the limit. */
  add(name: string): { readonly statement: PreparedStatement; readonly evicted: string | undefined } {
    const statement: PreparedStatement = { name, fields: undefined }
    this.#byName.set(name, statement)
    if (this.#byName.size <= this.#limit) return { statement, evicted: undefined }
    const [evicted] = this.#byName.keys()
    if (evicted !== undefined) this.#byName.delete(evicted)
    return { statement, evicted }
  }

  forget(name: string): void {
    this.#byName.delete(name)
  }
}
