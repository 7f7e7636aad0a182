import type { Rule } from '../../rule.ts'
import { literalText } from './literal-text.ts'
import { localeFileInvalidRule } from './locale-file-invalid.ts'
import { pluralMissing } from './plural-missing.ts'
import { textMissing } from './text-missing.ts'
import { textStale } from './text-stale.ts'
import { textUnused } from './text-unused.ts'
import { translationMissing } from './translation-missing.ts'

/** What people read, in each language. */
export const localeRules: readonly Rule[] = [
  localeFileInvalidRule,
  textMissing,
  translationMissing,
  textStale,
  textUnused,
  pluralMissing,
  literalText,
]
