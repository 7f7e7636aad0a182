/** The door for what prepares translations: boot, the test kit and the command line. */
export type { LoadedTranslations, LocaleSource, Texts, Translations } from './translations.ts'
export { dirOf, loadTranslations, negotiateLanguage } from './translations.ts'
