import { z } from 'zod'

const words: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
])

/** The value in a text, or what was expected instead. */
export type TextReading = { readonly value: unknown } | { readonly expected: string }

/**
 * Reads the text of an environment variable as the value that a schema expects.
 *
 * A schema of a boolean takes `true`, `1`, `false` and `0`; one of a number takes a decimal number; one of an array or
 * an object takes JSON; one of a text takes the text as it stands. Any other schema, a union for instance, takes the
 * text if it fits, else the text read as JSON.
 */
export function readText(schema: z.ZodType, text: string): TextReading {
  switch (expectedType(schema)) {
    case 'string':
      return { value: text }
    case 'boolean':
      return readBoolean(text)
    case 'number':
    case 'integer':
      return decimalNumber.test(text) ? { value: Number(text) } : { expected: 'a number' }
    case 'array':
    case 'object':
      return readJson(text) ?? { expected: 'JSON' }
    default:
      return fits(schema, text) ? { value: text } : (readJson(text) ?? { value: text })
  }
}

const decimalNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

function expectedType(schema: z.ZodType): unknown {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }).type
}

/** A transform of a schema may raise; whoever checks the value says so. */
function fits(schema: z.ZodType, text: string): boolean {
  try {
    return schema.safeParse(text).success
  } catch {
    return false
  }
}

function readBoolean(text: string): TextReading {
  const value = words.get(text.toLowerCase())
  return value === undefined ? { expected: 'true, false, 1 or 0' } : { value }
}

function readJson(text: string): TextReading | undefined {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    return undefined
  }
}
