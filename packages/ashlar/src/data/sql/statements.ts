import { type Token, type Tokens, tokenize } from './tokens.ts'

/** One statement of a longer text. */
export interface StatementInText {
  readonly tokens: readonly Token[]
  /** The statement without its semicolon, and where it begins in the whole text, counted from 0. */
  readonly text: string
  readonly start: number
}

/** Splits a text into its statements, or tells what is never closed in it. */
export function splitStatements(
  text: string,
): { readonly statements: readonly StatementInText[] } | Extract<Tokens, { unclosed: object }> {
  const result = tokenize(text)
  if (result.unclosed !== undefined) return result
  const statements: StatementInText[] = []
  let tokens: Token[] = []
  let openBlocks = 0
  const finish = () => {
    const start = tokens[0]?.start
    if (start !== undefined) statements.push({ tokens, text: text.slice(start, tokens.at(-1)?.end), start })
    tokens = []
  }
  result.tokens.forEach((token, i) => {
    const isWord = token.kind === 'name' && !token.quoted
    // The body of a function in standard SQL, `BEGIN ATOMIC … END`, has semicolons of its own.
    if (isWord && token.value === 'begin' && result.tokens[i + 1]?.value === 'atomic') openBlocks++
    else if (isWord && token.value === 'case' && openBlocks > 0) openBlocks++
    else if (isWord && token.value === 'end' && openBlocks > 0) openBlocks--
    if (token.kind === 'symbol' && token.value === ';' && openBlocks === 0) finish()
    else tokens.push(token)
  })
  finish()
  return { statements }
}
