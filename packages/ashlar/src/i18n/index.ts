/** The door for what prepares translations: boot, the test kit and the command line. */

export { localeFileInvalid } from './errors.ts'
export { splitKey, type Texts, type TextValues } from './find-text.ts'
export { isTexts, type LocaleFault, listLocaleFaults } from './locale-file.ts'
export type { LoadedTranslations, LocaleSource, Translations } from './translations.ts'
export { dirOf, loadTranslations, negotiateLanguage } from './translations.ts'
