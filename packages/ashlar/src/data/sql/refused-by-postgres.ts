import pg from 'pg'

const insufficientPrivilege = '42501'

/**
 * The module whose schema PostgreSQL refused to open, or `undefined` when an error has another reason.
 *
 * PostgreSQL names the schema in its message only, in the language of the server; the name is the same in all.
 */
export function findModuleIn(error: unknown, schemas: ReadonlySet<string>): string | undefined {
  if (!(error instanceof pg.DatabaseError) || error.code !== insufficientPrivilege) return undefined
  const words = error.message.split(/[\s"'«»„“”`.,:;]+/)
  return words.findLast((word) => schemas.has(word))
}
