import type { Property, Value } from '../../facts/values.ts'
import type { Edit } from '../../finding.ts'
import { defineRule } from '../../rule.ts'
import { listNamespaceKeys, mayMean, modulesOf, type NamespaceKeys, propertiesOf, splitForm } from './keys.ts'

/** ASH803: a text of another language that the first one has no longer. */
export const textStale = defineRule({
  code: 'ASH803',
  title: 'A text that only a translation has',
  family: 'locales',
  level: 'warning',
  cause: 'The language that the others are held to has dropped it; it is translated and shipped for nobody.',
  remedy: 'Remove it, or add it to the first language if it is still wanted.',
  fix: 'automatic',
  *check(project) {
    for (const keys of listNamespaceKeys(project)) {
      const { namespace, keysOf, main } = keys
      if (!main || !namespace.main) continue
      for (const { json, language } of keysOf.keys()) {
        const isStale = (key: string) => isUnwanted(key, keys)
        for (const { key, property, fix } of listStale(json.value, { file: json.path, path: '', isStale })) {
          const { line, column } = property.at
          const what = property.value.kind === 'object' ? `What is in "${key}"` : `The text "${key}"`
          yield {
            place: { file: json.path, line, column },
            message: `${what} is there in ${language}, and not in ${namespace.main.language}.`,
            modules: modulesOf(namespace),
            fix: [fix],
          }
        }
      }
    }
  },
})

/** What is looked up by its whole name is wanted: it is the first language that lacks it. */
function isUnwanted(key: string, { main, uses }: NamespaceKeys): boolean {
  const shared = splitForm(key)?.key ?? key
  if (main?.has(key) || main?.has(shared)) return false
  return !uses.some((use) => 'whole' in use.key && (mayMean(use.key, key) || mayMean(use.key, shared)))
}

interface Stale {
  /** Dotted; of an object of which nothing is left, its own. */
  readonly key: string
  readonly property: Property
  readonly fix: Edit
}

interface Around {
  readonly file: string
  /** What the names inside begin with. */
  readonly path: string
  readonly isStale: (key: string) => boolean
}

function listStale(value: Value, around: Around): Stale[] {
  const { file, path, isStale } = around
  const properties = propertiesOf(value)
  const stale = properties.map(([name, property]) => isAllStale(`${path}${name}`, property.value, isStale))
  const lastKept = stale.lastIndexOf(false)
  return properties.flatMap(([name, property], index): Stale[] => {
    const key = `${path}${name}`
    if (!stale[index]) return listStale(property.value, { ...around, path: `${key}.` })
    // A comma follows what others follow; of the last ones, it goes with what stands before.
    const before = properties[index - 1]?.[1].value.at.end ?? value.at.start + 1
    const after = properties[index + 1]?.[1].at.start ?? property.value.at.end
    const span =
      index > lastKept ? { start: before, end: property.value.at.end } : { start: property.at.start, end: after }
    return [{ key, property, fix: { file, ...span, text: '' } }]
  })
}

function isAllStale(key: string, value: Value, isStale: (key: string) => boolean): boolean {
  if (value.kind !== 'object') return isStale(key)
  const properties = propertiesOf(value)
  return (
    properties.length > 0 && properties.every(([name, inner]) => isAllStale(`${key}.${name}`, inner.value, isStale))
  )
}
