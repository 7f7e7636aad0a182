import { listLocaleFaults, localeFileInvalid } from 'ashlar/i18n'
import type { Report } from '../../finding.ts'
import type { LocaleModel } from '../../project/project.ts'
import { isLanguageTag } from '../../project/read-namespaces.ts'
import { defineRule } from '../../rule.ts'
import { findProperty } from '../../source/json-source.ts'
import { modulesOf } from './keys.ts'

/** ASH800: a locale file that holds something else than texts, or that no language leads to. Boot refuses it. */
export const localeFileInvalidRule = defineRule({
  code: 'ASH800',
  title: 'A locale file that is not one',
  family: 'locales',
  level: 'error',
  cause: 'A locale file is a JSON object of texts, in objects to any depth, and named by its language.',
  remedy: 'Correct the file: texts in objects, and no dots in their names.',
  fix: { none: 'What was meant is not known.' },
  *check({ namespaces }) {
    for (const namespace of namespaces) {
      for (const locale of namespace.locales) {
        for (const report of listFaults(locale)) yield { ...report, modules: modulesOf(namespace) }
      }
    }
  },
})

function listFaults(locale: LocaleModel): Report[] {
  const { json, language } = locale
  const { path: file, syntaxError } = json
  if (!isLanguageTag(language)) {
    return [
      {
        place: { file, line: 1, column: 1 },
        message: `"${language}" is no language tag, so that nobody ever sees what is in ${file}.`,
        remedy: 'Name the file by its language, such as en.json or pt-BR.json, or move it elsewhere.',
      },
    ]
  }
  if (syntaxError) {
    const { line, column } = syntaxError.at
    return [{ place: { file, line, column }, message: localeFileInvalid(file, `${syntaxError.message}.`).sentence }]
  }
  return locale.sound
    ? []
    : listLocaleFaults(file, json.data).map(({ path, error }) => {
        const { line, column } = findProperty(json, ...path)?.at ?? json.value.at
        return { place: { file, line, column }, message: error.sentence }
      })
}
