import { z } from 'zod'

/**
 * The paths of fields that a value has and its schema does not declare, as other messages write them: `lines[0].total`.
 *
 * A schema strips what it does not know; a sender should hear of it instead, since a misspelt field is a lost one.
 * Objects made loose on purpose (`z.looseObject`, `.catchall`) take anything.
 */
export function findUnknownFields(schema: z.ZodType, value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return []
  const known = unwrap(schema)
  if (known instanceof z.ZodObject) return findInObject(known, value, path)
  if (known instanceof z.ZodArray && Array.isArray(value)) {
    return value.flatMap((item, index) => findUnknownFields(known.element as z.ZodType, item, `${path}[${index}]`))
  }
  if (known instanceof z.ZodUnion) {
    const findings = known.options.map((option) => findUnknownFields(option as z.ZodType, value, path))
    return findings.reduce((fewest, found) => (found.length < fewest.length ? found : fewest))
  }
  return []
}

function findInObject(schema: z.ZodObject, value: object, path: string): string[] {
  const shape = schema.shape
  const open = schema.def.catchall !== undefined && !(schema.def.catchall instanceof z.ZodNever)
  return Object.entries(value).flatMap(([field, inner]) => {
    const innerPath = joinPath(path, field)
    if (Object.hasOwn(shape, field)) return findUnknownFields(shape[field] as z.ZodType, inner, innerPath)
    return open ? [] : [innerPath]
  })
}

function unwrap(schema: z.ZodType): z.ZodType {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodCatch ||
    schema instanceof z.ZodReadonly
  ) {
    return unwrap(schema.unwrap() as z.ZodType)
  }
  if (schema instanceof z.ZodPipe) return unwrap(schema.in as z.ZodType)
  return schema
}

function joinPath(path: string, field: string): string {
  return path === '' ? field : `${path}.${field}`
}
