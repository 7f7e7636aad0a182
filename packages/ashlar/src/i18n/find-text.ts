/**
 * Looks texts up and fills them in, alike on the server and in the browser.
 *
 * The format is the one of i18next's files (JSON format v4): objects to any depth, `{{name}}` for values, and plural
 * forms as endings of the key (`_one`, `_other` …), chosen by `count` with the plural rules of Unicode CLDR. What i18next
 * has besides is left out: its own runtime is a tenth of all the JavaScript that a first visit may load.
 */

/** The texts of one namespace, in objects to any depth. */
export interface Texts {
  readonly [key: string]: string | Texts
}

/** What stands in the place of `{{name}}` in a text; `count` chooses the plural. */
export type TextValues = Readonly<Record<string, string | number>>

/**
 * The text of a dotted key with its values filled in, or `undefined` when there is none. A value that is not given
 * leaves its place as it stands.
 *
 * @example
 * findText({ stones_one: '{{count}} stone', stones_other: '{{count}} stones' }, 'en', 'stones', { count: 2 }) // '2 stones'
 */
export function findText(
  texts: Texts | undefined,
  language: string,
  key: string,
  values?: TextValues,
): string | undefined {
  const text = findPlain(texts, language, key, values?.count)
  return text === undefined || values === undefined ? text : fillIn(text, values)
}

/** Splits `orders:flash.placed` into namespace and key; a key without a namespace stands in the given one. */
export function splitKey(key: string, namespace: string): readonly [namespace: string, key: string] {
  const colon = key.indexOf(':')
  return colon === -1 ? [namespace, key] : [key.slice(0, colon), key.slice(colon + 1)]
}

function findPlain(
  texts: Texts | undefined,
  language: string,
  key: string,
  count: string | number | undefined,
): string | undefined {
  if (typeof count !== 'number') return valueAt(texts, key)
  const forms = [...(count === 0 ? ['zero'] : []), rulesOf(language).select(count), 'other']
  for (const form of forms) {
    const text = valueAt(texts, `${key}_${form}`)
    if (text !== undefined) return text
  }
  return valueAt(texts, key)
}

function valueAt(texts: Texts | undefined, key: string): string | undefined {
  let value: string | Texts | undefined = texts
  let rest = key
  while (typeof value === 'object') {
    const dot = rest.indexOf('.')
    const part = dot === -1 ? rest : rest.slice(0, dot)
    if (!Object.hasOwn(value, part)) return undefined
    value = value[part]
    if (dot === -1) return typeof value === 'string' ? value : undefined
    rest = rest.slice(dot + 1)
  }
  return undefined
}

function fillIn(text: string, values: TextValues): string {
  if (!text.includes('{{')) return text
  return text.replace(/\{\{\s*([\w.-]+)\s*\}\}/g, (place, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : place,
  )
}

/** Costly to make, and the same for ever. An app has few languages. */
const rules = new Map<string, Intl.PluralRules>()

function rulesOf(language: string): Intl.PluralRules {
  const known = rules.get(language)
  if (known) return known
  const made = new Intl.PluralRules(language)
  rules.set(language, made)
  return made
}
