import type { Rule } from '../../rule.ts'
import { dependencyUndeclared } from './dependency-undeclared.ts'
import { exportsTargetMissing } from './exports-target-missing.ts'
import { moduleDoors } from './module-doors.ts'
import { packageFileBroken } from './package-file-broken.ts'
import { sharedPackageOwned } from './shared-package-owned.ts'
import { vagueName } from './vague-name.ts'

/** What packages say of themselves. */
export const packageRules: readonly Rule[] = [
  packageFileBroken,
  exportsTargetMissing,
  dependencyUndeclared,
  sharedPackageOwned,
  moduleDoors,
  vagueName,
]
