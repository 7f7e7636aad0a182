import type { Rule } from '../../rule.ts'
import { pageBootChecks } from './boot-checks.ts'
import { formRefused } from './form-refused.ts'
import { menuDoesNotRead, menuLeadsNowhere } from './menu-targets.ts'
import { pageNeverShown, pageOutOfReach } from './page-out-of-reach.ts'
import { pageUntitled } from './page-untitled.ts'
import { fileWithoutPage, overrideWithoutPage, pageWithoutFile } from './pages-and-files.ts'
import { permissionUnused } from './permission-unused.ts'
import { routeParameterUnknown } from './route-parameter-unknown.ts'
import { routesShadowed } from './routes-shadowed.ts'
import { visitToData } from './visit-to-data.ts'

/** What people can reach, and who may. */
export const pageRules: readonly Rule[] = [
  ...pageBootChecks,
  routeParameterUnknown,
  menuDoesNotRead,
  menuLeadsNowhere,
  pageWithoutFile,
  fileWithoutPage,
  overrideWithoutPage,
  permissionUnused,
  pageNeverShown,
  pageOutOfReach,
  formRefused,
  visitToData,
  pageUntitled,
  routesShadowed,
]
