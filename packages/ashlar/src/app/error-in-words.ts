/** The messages of fields for people: an action may have named them by locale keys. */
import { AshlarError } from '../contract/errors.ts'
import { fieldsOf } from '../http/answer-error.ts'
import { withFields } from '../http/errors.ts'
import type { Translations } from '../i18n/translations.ts'

type Fields = Readonly<Record<string, string>>

/** Writes the messages of fields in a language. */
export function translateFields({ translate }: Translations, language: string, fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).map(([field, text]) => [field, translate(language, text)]))
}

/** An error as people read it outside of a request: in the app's first language. */
export function errorInWords(error: unknown, translations: Translations): unknown {
  const fields = error instanceof AshlarError ? fieldsOf(error) : undefined
  if (!(error instanceof AshlarError) || fields === undefined) return error
  return withFields(error, translateFields(translations, translations.languages[0] ?? '', fields))
}
