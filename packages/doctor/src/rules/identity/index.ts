import type { Rule } from '../../rule.ts'
import { identityBootChecks } from './boot-checks.ts'
import { definitionMissing } from './definition-missing.ts'
import { definitionNotData } from './definition-not-data.ts'
import { flagChecks } from './flag-checks.ts'
import { importHasEffect } from './import-has-effect.ts'
import { listenChecks } from './listen-checks.ts'
import { needUnused } from './need-unused.ts'
import { notADefinition } from './not-a-definition.ts'
import { versionRange } from './version-range.ts'

/** What modules are, and how they fit together. */
export const identityRules: readonly Rule[] = [
  definitionMissing,
  notADefinition,
  versionRange,
  definitionNotData,
  needUnused,
  importHasEffect,
  ...identityBootChecks,
  ...listenChecks,
  ...flagChecks,
]
