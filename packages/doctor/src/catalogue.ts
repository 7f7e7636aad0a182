/** Every code of the doctor, by family. */
import { baselineRules } from './baseline/rules.ts'
import type { Rule, RuleDescription } from './rule.ts'
import { dataRules } from './rules/data/index.ts'
import { identityRules } from './rules/identity/index.ts'
import { importRules } from './rules/imports/index.ts'
import { localeRules } from './rules/locales/index.ts'
import { packageRules } from './rules/packages/index.ts'
import { pageRules } from './rules/pages/index.ts'
import { settingRules } from './rules/settings/index.ts'
import { sourceRules } from './rules/sources/index.ts'

/** The rules that look at a project. */
export const rules: readonly Rule[] = [
  ...sourceRules,
  ...identityRules,
  ...importRules,
  ...dataRules,
  ...pageRules,
  ...localeRules,
  ...settingRules,
  ...packageRules,
]

/** Every code, those on the list of known findings included. */
export const catalogue: readonly RuleDescription[] = [...rules, ...baselineRules]

/** What is said of a code, however it is written. */
export function findRule(code: string): RuleDescription | undefined {
  return catalogue.find((rule) => rule.code === code.toUpperCase())
}
