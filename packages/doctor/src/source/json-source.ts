/** JSON of which each value knows its place. */
import { type Property, readExpression, type Value } from '../facts/values.ts'
import { parseSource } from './parse-source.ts'
import { createLocator, type Locate, type Position, startOfFile } from './position.ts'

export interface JsonSource {
  /** From the root of the project. */
  readonly path: string
  readonly text: string
  /** What it holds, as `JSON.parse` gives it; `undefined` when it is not JSON. */
  readonly data: unknown
  /** Why it is not JSON. */
  readonly syntaxError?: { readonly message: string; readonly at: Position }
  /** The same with places, read when it is first asked for; `unknown` when it is not JSON. */
  readonly value: Value
}

/** Reads the text of a JSON file. A byte order mark is passed over, as npm and editors do. */
export function readJsonSource(path: string, text: string): JsonSource {
  const locate = createLocator(text)
  const plain = text.startsWith('\uFEFF') ? text.slice(1) : text
  try {
    const data: unknown = JSON.parse(plain)
    let value: Value | undefined
    return {
      path,
      text,
      data,
      get value() {
        value ??= readPlaces(plain, text.length - plain.length, locate)
        return value
      },
    }
  } catch (error) {
    const at = error instanceof SyntaxError ? locateSyntaxError(error, locate) : startOfFile
    const message = error instanceof Error ? error.message : String(error)
    return { path, text, data: undefined, syntaxError: { message, at }, value: { kind: 'unknown', at: startOfFile } }
  }
}

/** JSON is an expression of JavaScript; in brackets it is never taken for a block. */
function readPlaces(plain: string, mark: number, locate: Locate): Value {
  const { program } = parseSource('file.js', `(${plain}\n)`)
  const [statement] = program.body
  const shift = mark - 1
  return statement?.type === 'ExpressionStatement'
    ? readExpression(statement.expression, ({ start, end }) => locate({ start: start + shift, end: end + shift }))
    : { kind: 'unknown', at: startOfFile }
}

function locateSyntaxError(error: SyntaxError, locate: Locate): Position {
  const offset = Number(/at position (\d+)/.exec(error.message)?.[1] ?? 0)
  return locate({ start: offset, end: offset })
}

/** A property by its path: `findProperty(json, 'ashlar', 'module')`. */
export function findProperty(json: JsonSource, ...path: readonly string[]): Property | undefined {
  let found: Property | undefined
  let value = json.value
  for (const name of path) {
    if (value.kind !== 'object' || !Object.hasOwn(value.properties, name)) return undefined
    found = value.properties[name]
    if (!found) return undefined
    value = found.value
  }
  return found
}
