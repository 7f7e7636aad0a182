/** Texts in the user's language. */
import type { SharedProps } from '../contract/shared-props.ts'
import { findText, splitKey, type Texts, type TextValues } from '../i18n/find-text.ts'
import { useShared } from './shared.ts'

type Locale = SharedProps['locale']

type PluralForm = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other'
type Singular<Key extends string> = Key extends `${infer Name}_${PluralForm}` ? Name : Key

/** The keys of a locale file: dotted, and without the endings of plural forms. */
export type TextKey<File> = {
  [Key in keyof File & string]: File[Key] extends string ? Singular<Key> : `${Key}.${TextKey<File[Key]>}`
}[keyof File & string]

/** A key with the namespace it stands in. */
type KeyOfOther = `${string}:${string}`

/**
 * Gives the text of a key; a key of another namespace is written with it, as in `ui:save`. A key without a text gives
 * the value `defaultValue`, else itself.
 */
export type Text<Key extends string = string> = (key: Key | KeyOfOther, values?: TextValues) => string

/**
 * The texts of a module, by its id. Given the type of a locale file, only its keys are accepted.
 *
 * @example
 * import type en from '../locales/en.json'
 *
 * const text = useText<typeof en>('orders')
 */
export function useText<File = Readonly<Record<string, string>>>(namespace: string): Text<TextKey<File>> {
  return createText(useShared().locale, namespace)
}

/** The texts of a locale, from a namespace. */
export function createText({ language, namespaces }: Locale, namespace: string): Text {
  return (key, values) => {
    const [owner, name] = splitKey(key, namespace)
    const text = findText(namespaces[owner] as Texts | undefined, language, name, values)
    return text ?? String(values?.defaultValue ?? key)
  }
}
