/** Texts in the user's language. */
import { createInstance, type i18n } from 'i18next'
import type { SharedProps } from '../contract/shared-props.ts'
import { useShared } from './shared.ts'

type Locale = SharedProps['locale']

/** What stands in the place of `{{name}}` in a text; `count` chooses the plural. */
export type TextValues = Readonly<Record<string, string | number>>

type PluralForm = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other'
type Singular<Key extends string> = Key extends `${infer Name}_${PluralForm}` ? Name : Key

/** The keys of a locale file: dotted, and without the endings of plural forms. */
export type TextKey<Texts> = {
  [Key in keyof Texts & string]: Texts[Key] extends string ? Singular<Key> : `${Key}.${TextKey<Texts[Key]>}`
}[keyof Texts & string]

/** A key with the namespace it stands in. */
type KeyOfOther = `${string}:${string}`

/**
 * Gives the text of a key; a key of another namespace is written with it, as in `ui:save`. A key without a text is
 * given back as it is.
 */
export type Text<Key extends string = string> = (key: Key | KeyOfOther, values?: TextValues) => string

/** By the locale they were made of: on the server many requests share one. An instance is never changed. */
const instances = new WeakMap<Locale, i18n>()

/**
 * The texts of a module, by its id. Given the type of a locale file, only its keys are accepted.
 *
 * @example
 * import type en from '../locales/en.json'
 *
 * const text = useText<typeof en>('orders')
 */
export function useText<Texts = Readonly<Record<string, string>>>(namespace: string): Text<TextKey<Texts>> {
  return createText(useShared().locale, namespace)
}

/** The texts of a locale, from a namespace. */
export function createText(locale: Locale, namespace: string): Text {
  const instance = findInstance(locale)
  return (key, values) => instance.t(key, { ns: namespace, ...values })
}

function findInstance(locale: Locale): i18n {
  const known = instances.get(locale)
  if (known) return known
  const instance = createInstance()
  // React escapes what it shows, and all resources are here, so nothing is loaded later.
  instance.init({
    lng: locale.language,
    resources: { [locale.language]: { ...locale.namespaces } },
    interpolation: { escapeValue: false },
    initAsync: false,
  })
  instances.set(locale, instance)
  return instance
}
