import type { Value } from '../../facts/values.ts'
import type { Report } from '../../finding.ts'
import type { LocaleModel } from '../../project/project.ts'
import { defineRule } from '../../rule.ts'
import { findProperty } from '../../source/json-source.ts'
import { listNamespaceKeys, modulesOf } from './keys.ts'

/** ASH802: a text of the first language that another one lacks. */
export const translationMissing = defineRule({
  code: 'ASH802',
  title: 'A text that is not translated',
  family: 'locales',
  level: 'warning',
  cause: 'Who reads the language is shown this text in another one.',
  remedy: 'Translate it.',
  fix: { none: 'Only who knows the language can write it.' },
  *check(project) {
    for (const { namespace, keysOf, main } of listNamespaceKeys(project)) {
      if (!main || !namespace.main) continue
      for (const [locale, keys] of keysOf) {
        const missing = [...main.keys()].filter((key) => !keys.has(key))
        for (const report of describeGaps(missing, locale, namespace.main)) {
          yield { ...report, modules: modulesOf(namespace) }
        }
      }
    }
  },
})

/** One report for each text; one for all of an object that is missing as a whole. */
function* describeGaps(
  missing: readonly string[],
  { json, language }: LocaleModel,
  main: LocaleModel,
): Generator<Report> {
  for (const [gap, keys] of Map.groupBy(missing, (key) => findGap(key, json.value))) {
    const [key = gap] = keys
    const dot = gap.lastIndexOf('.')
    const { line, column } = findProperty(json, ...gap.slice(0, Math.max(dot, 0)).split('.'))?.at ?? json.value.at
    yield {
      place: { file: json.path, line, column },
      message:
        gap === key
          ? `The text "${key}" is there in ${main.language}, and not in ${language}.`
          : `The ${keys.length === 1 ? 'text' : `${keys.length} texts`} in "${gap}" ${keys.length === 1 ? 'is' : 'are'} there in ${main.language}, and not in ${language}.`,
    }
  }
}

/** The first part of a key that a file has no object for; the key itself when only the text is missing. */
function findGap(key: string, value: Value): string {
  const parts = key.split('.')
  let current = value
  for (const [index, part] of parts.entries()) {
    const property =
      current.kind === 'object' && Object.hasOwn(current.properties, part) ? current.properties[part] : undefined
    if (property?.value.kind !== 'object') return parts.slice(0, index + 1).join('.')
    current = property.value
  }
  return key
}
