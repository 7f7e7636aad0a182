import type { LocaleModel } from '../../project/project.ts'
import { defineRule } from '../../rule.ts'
import { type LocaleKey, listNamespaceKeys, modulesOf, type PluralForm, pluralForms } from './keys.ts'

/** ASH805: a text with a count that lacks a form its language has. */
export const pluralMissing = defineRule({
  code: 'ASH805',
  title: 'A plural form that is missing',
  family: 'locales',
  level: 'warning',
  cause: 'For some counts the text is shown in a wrong form, or in another language.',
  remedy: 'Add the form: the key, an underscore and its name.',
  fix: { none: 'Only who knows the language can write it.' },
  *check(project) {
    for (const { namespace, keysOf, main } of listNamespaceKeys(project)) {
      for (const [locale, keys] of keysOf) {
        for (const { key, forms, at } of keys.values()) {
          const missing = listMissing(locale, forms, main?.get(key))
          if (missing.length === 0) continue
          const names = missing.map((form) => `"${key}_${form}"`).join(' and ')
          yield {
            place: { file: locale.json.path, line: at.line, column: at.column },
            message: `The text "${key}" lacks ${names}, which ${locale.language} needs.`,
            modules: modulesOf(namespace),
          }
        }
      }
    }
  },
})

function listMissing(
  { language }: LocaleModel,
  forms: ReadonlySet<PluralForm>,
  main: LocaleKey | undefined,
): PluralForm[] {
  const inMain = main?.forms ?? new Set()
  if (forms.size === 0 && inMain.size === 0) return []
  const needed = listNeeded(language)
  if (!needed) return []
  // A form that this language may choose and only the first one has is filled in from there.
  const filledIn = [...inMain].filter((form) => form === 'zero' || needed.may.has(form))
  return pluralForms.filter((form) => !forms.has(form) && (needed.must.has(form) || filledIn.includes(form)))
}

interface Needed {
  /** The forms of whole numbers as people count, and the one for all else. */
  readonly must: ReadonlySet<PluralForm>
  /** Those that some number takes. */
  readonly may: ReadonlySet<PluralForm>
}

const highestCounted = 200
const known = new Map<string, Needed | undefined>()

/** The forms of a language; `undefined` of one whose rules are not known. */
function listNeeded(language: string): Needed | undefined {
  if (known.has(language)) return known.get(language)
  const isKnown = Intl.PluralRules.supportedLocalesOf(language).length > 0
  const needed = isKnown ? readRules(new Intl.PluralRules(language)) : undefined
  known.set(language, needed)
  return needed
}

function readRules(rules: Intl.PluralRules): Needed {
  const counts = Array.from({ length: highestCounted + 1 }, (_, count) => rules.select(count))
  return { must: new Set([...counts, 'other']), may: new Set(rules.resolvedOptions().pluralCategories) }
}
