/** Reads what a statement of a migration does to tables. */
import type { StatementInText, Token } from 'ashlar/sql'
import type { ModuleModel } from '../../project/project.ts'

/** A statement as lower-case words, names without their quotes. */
export function wordsOf({ tokens }: StatementInText): readonly string[] {
  return tokens.map(({ kind, quoted, value }) => (kind === 'name' && !quoted ? value.toLowerCase() : value))
}

/** The name of the table that a statement is about, from the token where it begins: `orders.order` gives `order`. */
export function readTable(tokens: readonly Token[], from: number): { readonly table: string; readonly next: number } {
  let at = from
  while (['if', 'not', 'exists', 'only', 'concurrently'].includes(tokens[at]?.value ?? '') && !tokens[at]?.quoted)
    at += 1
  let table = tokens[at]?.value ?? ''
  while (tokens[at + 1]?.value === '.') {
    table = tokens[at + 2]?.value ?? ''
    at += 2
  }
  return { table, next: at + 1 }
}

/** The tables that a migration makes itself: nobody uses them yet, so nothing that is done to them can be in the way. */
export function tablesMadeBy({ statements = [] }: ModuleModel['migrations'][number]): ReadonlySet<string> {
  return new Set(
    (statements ?? []).flatMap((statement) => {
      const [first, second] = wordsOf(statement)
      return first === 'create' && second === 'table' ? [readTable(statement.tokens, 2).table] : []
    }),
  )
}

/** Splits the inside of the brackets that open at a token by the commas between its parts. */
export function partsInBrackets(
  tokens: readonly Token[],
  open: number,
): { readonly parts: Token[][]; readonly end: number } {
  const parts: Token[][] = [[]]
  let depth = 0
  for (let at = open; at < tokens.length; at += 1) {
    const token = tokens[at]
    if (!token) break
    const isSymbol = token.kind === 'symbol'
    if (isSymbol && token.value === '(') {
      depth += 1
      if (depth === 1) continue
    }
    if (isSymbol && token.value === ')') {
      depth -= 1
      if (depth === 0) return { parts: parts.filter((part) => part.length > 0), end: at }
    }
    if (isSymbol && token.value === ',' && depth === 1) parts.push([])
    else parts.at(-1)?.push(token)
  }
  return { parts: parts.filter((part) => part.length > 0), end: tokens.length }
}
