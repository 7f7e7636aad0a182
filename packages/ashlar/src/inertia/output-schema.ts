/** Schemas of what other schemas give out: the form in which a handler hands values to a page. */
import { z } from 'zod'

const outputs = new WeakMap<z.core.$ZodType, z.core.$ZodType>()

/**
 * The schema that accepts what the given one gives out.
 *
 * Props are outputs already: parsing them by the schema itself would run its pipes a second time, and would let a
 * default or a catch stand in for a value that is missing or wrong.
 */
export function outputSchemaOf(schema: z.core.$ZodType): z.ZodType {
  let output = outputs.get(schema)
  if (!output) {
    // A schema that contains itself meets this stand-in on its way round.
    outputs.set(
      schema,
      z.lazy(() => outputs.get(schema) as z.core.$ZodType),
    )
    output = rebuild(schema as z.core.$ZodTypes)
    outputs.set(schema, output)
  }
  return output as z.ZodType
}

function rebuild(schema: z.core.$ZodTypes): z.core.$ZodType {
  const { def } = schema._zod
  switch (def.type) {
    case 'default':
    case 'prefault':
    case 'catch':
      return outputSchemaOf(def.innerType)
    case 'pipe':
      return outputSchemaOf(def.out)
    case 'lazy':
      return outputSchemaOf(def.getter())
    case 'optional':
    case 'nullable':
    case 'nonoptional':
    case 'readonly':
      return z.core.clone<z.core.$ZodType>(schema, { ...def, innerType: outputSchemaOf(def.innerType) } as typeof def)
    case 'object': {
      const shape = Object.fromEntries(Object.entries(def.shape).map(([key, member]) => [key, outputSchemaOf(member)]))
      const catchall = def.catchall && { catchall: outputSchemaOf(def.catchall) }
      return z.core.clone<z.core.$ZodType>(schema, { ...def, shape, ...catchall } as typeof def)
    }
    case 'array':
      return z.core.clone<z.core.$ZodType>(schema, { ...def, element: outputSchemaOf(def.element) } as typeof def)
    case 'tuple': {
      const rest = def.rest && outputSchemaOf(def.rest)
      return z.core.clone<z.core.$ZodType>(schema, { ...def, items: def.items.map(outputSchemaOf), rest } as typeof def)
    }
    case 'record':
      return z.core.clone<z.core.$ZodType>(schema, { ...def, valueType: outputSchemaOf(def.valueType) } as typeof def)
    case 'union':
      return z.core.clone<z.core.$ZodType>(schema, { ...def, options: def.options.map(outputSchemaOf) } as typeof def)
    case 'intersection': {
      const sides = { left: outputSchemaOf(def.left), right: outputSchemaOf(def.right) }
      return z.core.clone<z.core.$ZodType>(schema, { ...def, ...sides } as typeof def)
    }
    default:
      return schema
  }
}
