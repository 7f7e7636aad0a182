import { defineRule } from '../../rule.ts'
import {
  isUnknown,
  type KeyUse,
  type LocaleKey,
  listNamespaceKeys,
  mayMean,
  modulesOf,
  type NamespaceKeys,
  splitForm,
} from './keys.ts'

/** ASH801: a key that is looked up and has no text. */
export const textMissing = defineRule({
  code: 'ASH801',
  title: 'A key without a text',
  family: 'locales',
  level: 'error',
  cause: 'Where there is no text, people are shown the key.',
  remedy: 'Add the text to the locale files, or correct the key.',
  fix: { none: 'Only who knows what is to be shown can write it.' },
  *check(project) {
    for (const keys of listNamespaceKeys(project)) {
      const { namespace, main } = keys
      // What a file holds that cannot be read is not known.
      if (namespace.main && !main) continue
      for (const use of keys.uses) {
        const message = use.hasDefault ? undefined : describeGap(use, keys)
        if (message === undefined) continue
        const modules = [...new Set([use.module ?? [], modulesOf(namespace)].flat())]
        yield { place: use.place, message, modules }
      }
    }
  },
})

/** What is missing where a key is looked up; `undefined` when it has its text. */
function describeGap({ key, counted, sure }: KeyUse, keys: NamespaceKeys): string | undefined {
  const { name, main: locale } = keys.namespace
  const main = keys.main ?? new Map<string, LocaleKey>()
  if ('before' in key) {
    if (!sure || isUnknown(key) || [...main.keys()].some((other) => mayMean(key, other))) return undefined
    return `No text of "${name}" has a key that is "${key.before}…${key.after}".`
  }
  const { whole } = key
  const found = main.get(whole) ?? findForm(whole, main)
  if (found) {
    const needsCount = found.key === whole && !found.plain && counted === false
    return needsCount
      ? `The key "${whole}" of "${name}" has plural forms only, and is looked up without a count.`
      : undefined
  }
  if (!sure && !isInGroup(whole, main)) return undefined
  const elsewhere = [...keys.keysOf].filter(([, others]) => others.has(whole)).map(([{ language }]) => language)
  return elsewhere.length > 0
    ? `The key "${whole}" of "${name}" has a text in ${elsewhere.join(', ')}, and none in ${locale?.language}.`
    : `No locale of "${name}" has a text for the key "${whole}".`
}

function findForm(key: string, main: ReadonlyMap<string, LocaleKey>): LocaleKey | undefined {
  const split = splitForm(key)
  const found = split && main.get(split.key)
  return found?.forms.has(split?.form ?? 'other') ? found : undefined
}

/** Whether there are texts beside it: `orders:flash.plased` is meant to be one where there is a `flash.placed`. */
function isInGroup(key: string, main: ReadonlyMap<string, LocaleKey>): boolean {
  const dot = key.lastIndexOf('.')
  return dot > 0 && [...main.keys()].some((other) => other.startsWith(key.slice(0, dot + 1)))
}
