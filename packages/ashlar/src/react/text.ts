/** Texts in the user's language. */
import { createInstance, type i18n } from 'i18next'
import type { SharedProps } from '../contract/shared-props.ts'
import { useShared } from './shared.ts'

type Locale = SharedProps['locale']

/** Gives the text of a key; a key of another namespace is written with it, such as `ui:save`. */
export type Text = (key: string, values?: Readonly<Record<string, string | number>>) => string

/** By the locale they were made of: on the server many requests share one. */
const instances = new WeakMap<Locale, i18n>()

/** The texts of a module, by its id. Other namespaces of the page are reached as `namespace:key`. */
export function useText(namespace: string): Text {
  const { locale } = useShared()
  return createText(locale, namespace)
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
