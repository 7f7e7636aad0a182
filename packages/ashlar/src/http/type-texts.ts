/** Gives the texts of a form the types that its schema asks for. What does not fit is left, so that the schema refuses it. */
import { z } from 'zod'

/** A value in which texts have become numbers, booleans and nulls where the schema has them. */
export function typeTexts(schema: z.ZodType, value: unknown): unknown {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    const inner = schema.unwrap() as z.ZodType
    // A form has no way to leave a field out; an empty one that cannot be a text was not filled in.
    return value === '' && !takesText(inner) && !takesNull(inner) ? undefined : typeTexts(inner, value)
  }
  if (schema instanceof z.ZodNullable) {
    // A form writes null as an empty text.
    return value === '' ? null : typeTexts(schema.unwrap() as z.ZodType, value)
  }
  if (schema instanceof z.ZodCatch || schema instanceof z.ZodReadonly) {
    return typeTexts(schema.unwrap() as z.ZodType, value)
  }
  if (schema instanceof z.ZodPipe) return typeTexts(schema.in as z.ZodType, value)
  if (schema instanceof z.ZodObject) return typeObject(schema, value)
  if (schema instanceof z.ZodArray) return typeList(schema.element as z.ZodType, value)
  return typeof value === 'string' ? typeText(schema, value) : value
}

function typeObject(schema: z.ZodObject, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([name, inner]) => {
    const field = Object.hasOwn(schema.shape, name) ? (schema.shape[name] as z.ZodType) : undefined
    return [name, field ? typeTexts(field, inner) : inner] as const
  })
  return Object.fromEntries(entries.filter(([, inner]) => inner !== undefined))
}

/** One file or one ticked box is a list of one; an empty text is an empty list. */
function typeList(element: z.ZodType, value: unknown): unknown {
  if (value === '') return []
  const items = Array.isArray(value) ? value : [value]
  return items.map((item) => typeTexts(element, item))
}

function typeText(schema: z.ZodType, text: string): unknown {
  if (schema instanceof z.ZodNumber) return /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : text
  if (schema instanceof z.ZodBoolean) {
    if (['1', 'true', 'on'].includes(text)) return true
    return ['0', 'false', ''].includes(text) ? false : text
  }
  return text
}

const takesNull = (schema: z.ZodType): boolean => schema instanceof z.ZodNullable

function takesText(schema: z.ZodType): boolean {
  if (schema instanceof z.ZodString || schema instanceof z.ZodEnum || schema instanceof z.ZodLiteral) return true
  return schema instanceof z.ZodPipe && takesText(schema.in as z.ZodType)
}
