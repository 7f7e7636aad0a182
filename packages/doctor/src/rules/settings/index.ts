import type { Rule } from '../../rule.ts'
import { environmentOutsideSettings } from './environment-outside-settings.ts'
import { secretInSource } from './secret-in-source.ts'
import { secretWithDefault } from './secret-with-default.ts'
import { settingUnexplained } from './setting-unexplained.ts'
import { settingUnknownRule } from './setting-unknown.ts'
import { valueUndocumented } from './value-undocumented.ts'
import { variableUnknown } from './variable-unknown.ts'

/** What modules are given from outside, and what must not stand in the sources. */
export const settingRules: readonly Rule[] = [
  settingUnknownRule,
  environmentOutsideSettings,
  settingUnexplained,
  valueUndocumented,
  variableUnknown,
  secretInSource,
  secretWithDefault,
]
