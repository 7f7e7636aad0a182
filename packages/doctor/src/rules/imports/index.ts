import type { Rule } from '../../rule.ts'
import { appImported } from './app-imported.ts'
import { contractNotIsomorphic } from './contract-not-isomorphic.ts'
import { deepImport } from './deep-import.ts'
import { domainImpure } from './domain-impure.ts'
import { filesInCircle } from './files-in-circle.ts'
import { foreignInternals } from './foreign-internals.ts'
import { hiddenImport } from './hidden-import.ts'
import { importMissing } from './import-missing.ts'
import { leavesPackage } from './leaves-package.ts'
import { libraryKnowsModule } from './library-knows-module.ts'
import { libraryNotAllowed } from './library-not-allowed.ts'
import { needUndeclared } from './need-undeclared.ts'
import { pageReachesServer } from './page-reaches-server.ts'
import { queryOutsideData } from './query-outside-data.ts'
import { wrongLayer } from './wrong-layer.ts'

/** What may import what. */
export const importRules: readonly Rule[] = [
  foreignInternals,
  needUndeclared,
  libraryKnowsModule,
  appImported,
  wrongLayer,
  queryOutsideData,
  domainImpure,
  filesInCircle,
  contractNotIsomorphic,
  pageReachesServer,
  deepImport,
  libraryNotAllowed,
  leavesPackage,
  hiddenImport,
  importMissing,
]
