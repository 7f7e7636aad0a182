import type { Value } from '../../facts/values.ts'
import { defineRule } from '../../rule.ts'

/** ASH744: a table that is declared outside of its module's schema. */
export const tableOutsideSchema = defineRule({
  code: 'ASH744',
  title: 'A table outside of the module’s schema',
  family: 'data',
  level: 'error',
  atBoot: true,
  cause:
    'The schema is the module’s wall in the database: what stands outside of it belongs to nobody, or to somebody else.',
  remedy: 'Declare the table with moduleSchema() and the module’s own id.',
  fix: { none: 'The table has to move, with its data.' },
  *check({ modules }) {
    for (const { id, package: of } of modules) {
      if (id === undefined) continue
      for (const file of of.sources) {
        for (const value of Object.values(file.facts.values)) {
          const found = findForeignSchema(value, id)
          if (!found) continue
          const { line, column } = found.at
          yield {
            place: { file: file.path, line, column },
            message: `Module "${id}" declares ${found.what}.`,
            remedy: `Declare it with moduleSchema('${id}').table(…).`,
            modules: [id],
          }
        }
      }
    }
  },
})

function findForeignSchema(value: Value, id: string): { readonly what: string; readonly at: Value['at'] } | undefined {
  if (value.kind !== 'call') return undefined
  const { callee, args, receiver } = value
  if (callee === 'pgTable') return { what: 'a table in the schema "public"', at: value.at }
  const [name] = args
  const isSchema = callee === 'moduleSchema' || callee === 'pgSchema'
  if (isSchema && name?.kind === 'literal' && name.value !== id) {
    return { what: `tables in the schema "${name.value}"`, at: value.at }
  }
  return receiver && findForeignSchema(receiver, id)
}
