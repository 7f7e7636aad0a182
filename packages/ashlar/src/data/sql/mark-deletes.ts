/**
 * Turns `DELETE` into the `UPDATE` that marks the rows, for tables whose rows are kept.
 *
 * The trigger of such a table would mark them as well, but then PostgreSQL counts and returns nothing.
 */
import type { Token } from './tokens.ts'

/** Where a deletion's target ends and what follows it. */
interface Deletion {
  /** The token of `DELETE`; `FROM` is the next one. */
  readonly first: number
  /** The last token of the target: its name, `*` or alias. */
  readonly last: number
  /** The token of `USING`, if there is one. */
  readonly using: number | undefined
}

/** Words that end a target, so that they are no alias. */
const afterTarget = new Set(['using', 'where', 'returning'])

/**
 * Rewrites the deletions of a statement, wherever they stand in it.
 *
 * @returns the text itself when it deletes from no such table.
 */
export function markDeletes(
  text: string,
  tokens: readonly Token[],
  isKept: (schema: string, table: string) => boolean,
): string {
  let marked = ''
  let from = 0
  for (const { first, last, using } of findDeletions(tokens, isKept)) {
    const target = text.slice(end(tokens, first + 1), end(tokens, last))
    marked += `${text.slice(from, start(tokens, first))}update${target} set "deleted_at" = statement_timestamp()`
    from = end(tokens, last)
    if (using === undefined) continue
    marked += `${text.slice(from, start(tokens, using))}from`
    from = end(tokens, using)
  }
  return marked + text.slice(from)
}

function findDeletions(
  tokens: readonly Token[],
  isKept: (schema: string, table: string) => boolean,
): readonly Deletion[] {
  return tokens.flatMap((_, i) => {
    if (!isWord(tokens[i], 'delete') || !isWord(tokens[i + 1], 'from')) return []
    const name = isWord(tokens[i + 2], 'only') ? i + 3 : i + 2
    const [schema, dot, table] = tokens.slice(name, name + 3)
    if (schema?.kind !== 'name' || dot?.value !== '.' || table?.kind !== 'name') return []
    if (!isKept(schema.value, table.value)) return []
    const last = endOfTarget(tokens, name + 2)
    return [{ first: i, last, using: isWord(tokens[last + 1], 'using') ? last + 1 : undefined }]
  })
}

function endOfTarget(tokens: readonly Token[], name: number): number {
  const afterStar = tokens[name + 1]?.value === '*' ? name + 1 : name
  if (isWord(tokens[afterStar + 1], 'as')) return afterStar + 2
  const alias = tokens[afterStar + 1]
  const isAlias = alias?.kind === 'name' && (alias.quoted || !afterTarget.has(alias.value))
  return isAlias ? afterStar + 1 : afterStar
}

const start = (tokens: readonly Token[], i: number) => tokens[i]?.start ?? 0
const end = (tokens: readonly Token[], i: number) => tokens[i]?.end ?? 0

function isWord(token: Token | undefined, value: string): boolean {
  return token?.kind === 'name' && !token.quoted && token.value === value
}
