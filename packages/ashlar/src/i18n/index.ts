/** The door for what prepares translations: boot, the test kit and the command line. */

export type { Texts, TextValues } from './find-text.ts'
export type { LoadedTranslations, LocaleSource, Translations } from './translations.ts'
export { dirOf, loadTranslations, negotiateLanguage } from './translations.ts'
