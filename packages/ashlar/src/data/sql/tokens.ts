/**
 * Splits SQL into tokens the way PostgreSQL's own lexer does, as far as names and statement ends are concerned.
 *
 * Source: PostgreSQL 18 documentation, 4.1 "Lexical Structure", with `standard_conforming_strings` on.
 */

export interface Token {
  readonly kind: 'name' | 'string' | 'number' | 'parameter' | 'symbol'
  /** A name as PostgreSQL resolves it (folded unless quoted), a string's content, or the text itself. */
  readonly value: string
  /** Whether a name was quoted, so that it cannot be a key word. */
  readonly quoted: boolean
  /** Where it begins and ends in the text, counted from 0. */
  readonly start: number
  readonly end: number
}

/** A text that ends inside a string, a quoted name or a comment. */
export interface UnclosedText {
  readonly what: 'a string' | 'a quoted name' | 'a comment'
  readonly start: number
}

export type Tokens =
  | { readonly tokens: readonly Token[]; readonly unclosed?: undefined }
  | { readonly unclosed: UnclosedText }

const nameStart = /[A-Za-z_\u0080-\uffff]/
const wholeName = /[A-Za-z_\u0080-\uffff][A-Za-z0-9_$\u0080-\uffff]*/y
const wholeNumber = /(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?|0[xXoObB][0-9a-fA-F_]+/y
const wholeParameter = /\$\d+/y
const dollarTag = /\$(?:[A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*)?\$/y
const escapeWord = /uescape(?![A-Za-z0-9_$\u0080-\uffff])/iy
const symbol = /::|:=|=>|<=|>=|<>|!=|\|\||->>|->|[^\s]/y

/** Splits a SQL text into tokens; white space and comments fall away. */
export function tokenize(text: string): Tokens {
  const reader = new TokenReader(text)
  const tokens: Token[] = []
  for (;;) {
    const next = reader.read()
    if (next === undefined) return { tokens }
    if ('what' in next) return { unclosed: next }
    tokens.push(next)
  }
}

class TokenReader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  read(): Token | UnclosedText | undefined {
    const gap = this.#skipGap()
    if (gap !== undefined) return gap
    const character = this.#text[this.#at]
    if (character === undefined) return undefined
    if (character === "'") return this.#string(0, false)
    if (character === '"') return this.#quotedName(0)
    const prefixed = this.#prefixed(character)
    if (prefixed !== undefined) return prefixed
    if (nameStart.test(character)) {
      const word = this.#match(wholeName)
      return this.#token('name', foldName(word), word.length)
    }
    if (character === '$') return this.#dollar()
    if (/[0-9]/.test(character) || (character === '.' && /[0-9]/.test(this.#text[this.#at + 1] ?? ''))) {
      const number = this.#match(wholeNumber)
      return this.#token('number', number, number.length)
    }
    const sign = this.#match(symbol)
    return this.#token('symbol', sign, sign.length)
  }

  /** `E'…'`, `B'…'`, `X'…'`, `N'…'`, `U&'…'` and `U&"…"`. */
  #prefixed(character: string): Token | UnclosedText | undefined {
    const rest = this.#text.slice(this.#at + 1, this.#at + 3)
    if (/[eE]/.test(character) && rest.startsWith("'")) return this.#string(1, true)
    if (/[bBxXnN]/.test(character) && rest.startsWith("'")) return this.#string(1, false)
    if (/[uU]/.test(character) && rest === "&'") return this.#string(2, false)
    if (/[uU]/.test(character) && rest === '&"') return this.#quotedName(2)
    return undefined
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at
    return pattern.exec(this.#text)?.[0] ?? (this.#text[this.#at] as string)
  }

  #token(kind: Token['kind'], value: string, length: number, quoted = false): Token {
    const start = this.#at
    this.#at += length
    return { kind, value, quoted, start, end: this.#at }
  }

  /** Comments nest, as the SQL standard has it. */
  #skipGap(): UnclosedText | undefined {
    for (;;) {
      while (/\s/.test(this.#text[this.#at] ?? '')) this.#at++
      if (this.#text.startsWith('--', this.#at)) {
        const newline = /[\r\n]/g
        newline.lastIndex = this.#at
        this.#at = newline.exec(this.#text)?.index ?? this.#text.length
      } else if (this.#text.startsWith('/*', this.#at)) {
        const start = this.#at
        if (!this.#skipComment()) return { what: 'a comment', start }
      } else return undefined
    }
  }

  #skipComment(): boolean {
    let depth = 0
    while (this.#at < this.#text.length) {
      if (this.#text.startsWith('/*', this.#at)) {
        depth++
        this.#at += 2
      } else if (this.#text.startsWith('*/', this.#at)) {
        depth--
        this.#at += 2
        if (depth === 0) return true
      } else this.#at++
    }
    return false
  }

  #string(prefixLength: number, backslashEscapes: boolean): Token | UnclosedText {
    const start = this.#at
    let content = ''
    for (let i = start + prefixLength + 1; i < this.#text.length; i++) {
      const character = this.#text[i] as string
      if (character === "'" && this.#text[i + 1] === "'") i++
      else if (character === "'") return this.#token('string', content, i + 1 - start)
      else if (backslashEscapes && character === '\\') i++
      content += this.#text[i] ?? ''
    }
    return { what: 'a string', start }
  }

  #quotedName(prefixLength: number): Token | UnclosedText {
    const start = this.#at
    let content = ''
    for (let i = start + prefixLength + 1; i < this.#text.length; i++) {
      const character = this.#text[i] as string
      if (character === '"' && this.#text[i + 1] === '"') i++
      else if (character === '"') return this.#finishName(content, prefixLength > 0, i + 1)
      content += this.#text[i]
    }
    return { what: 'a quoted name', start }
  }

  /** A `U&"…"` name may be followed by the character that its escapes begin with: `UESCAPE '!'`. */
  #finishName(content: string, hasEscapes: boolean, end: number): Token | UnclosedText {
    const start = this.#at
    this.#at = end
    const mark = hasEscapes ? this.#escapeMark() : undefined
    if (typeof mark === 'object') return mark
    if (mark === undefined) this.#at = end
    const value = hasEscapes ? decodeUnicodeEscapes(content, mark ?? '\\') : content
    return { kind: 'name', value, quoted: true, start, end: this.#at }
  }

  /** What PostgreSQL may read as a mark that is not plainly one character is taken for unreadable. */
  #escapeMark(): string | UnclosedText | undefined {
    const gap = this.#skipGap()
    if (gap !== undefined) return gap
    escapeWord.lastIndex = this.#at
    if (!escapeWord.test(this.#text)) return undefined
    this.#at = escapeWord.lastIndex
    const given = this.read()
    if (given === undefined || 'what' in given) return given
    const isPlain = given.kind === 'string' && given.value.length === 1
    return isPlain ? given.value : { what: 'a quoted name', start: given.start }
  }

  #dollar(): Token | UnclosedText {
    const start = this.#at
    dollarTag.lastIndex = start
    const tag = dollarTag.exec(this.#text)?.[0]
    if (tag === undefined) {
      const parameter = this.#match(wholeParameter)
      return this.#token('parameter', parameter, parameter.length)
    }
    const end = this.#text.indexOf(tag, start + tag.length)
    if (end === -1) return { what: 'a string', start }
    return this.#token('string', this.#text.slice(start + tag.length, end), end + tag.length - start)
  }
}

/** PostgreSQL folds the ASCII letters of unquoted names, and no others in a UTF-8 database. */
function foldName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}

function decodeUnicodeEscapes(content: string, mark: string): string {
  const escaped = mark.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
  const escapes = new RegExp(`${escaped}(?:(${escaped})|\\+([0-9a-fA-F]{6})|([0-9a-fA-F]{4}))`, 'g')
  return content.replace(escapes, (whole: string, itself?: string, long?: string, short?: string) => {
    if (itself !== undefined) return mark
    const code = Number.parseInt(long ?? short ?? '', 16)
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}

/** The line and column of a place in a text, both counted from 1. */
export function placeIn(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset)
  const lineStart = before.lastIndexOf('\n') + 1
  return { line: before.split('\n').length, column: offset - lineStart + 1 }
}
