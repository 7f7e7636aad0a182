import type { Rule } from '../../rule.ts'
import { pageBootChecks } from './boot-checks.ts'
import { menuDoesNotRead, menuLeadsNowhere } from './menu-targets.ts'
import { fileWithoutPage, overrideWithoutPage, pageWithoutFile } from './pages-and-files.ts'
import { routeParameterUnknown } from './route-parameter-unknown.ts'

/** What people can reach, and who may. */
export const pageRules: readonly Rule[] = [
  ...pageBootChecks,
  routeParameterUnknown,
  menuDoesNotRead,
  menuLeadsNowhere,
  pageWithoutFile,
  fileWithoutPage,
  overrideWithoutPage,
]
