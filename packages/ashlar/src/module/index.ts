/** The door for tools that look at modules without running an app: it loads neither server nor database. */
export { checkModules } from './check-modules.ts'
export { describeJob } from './describe-module.ts'
export { frameworkVersion } from './framework-version.ts'
export { orderModules } from './graph.ts'
export type { ManifestAccess, ManifestJob, ManifestListener, ManifestRoute, ModuleManifest } from './manifest.ts'
export { errorPage, findPageFiles } from './page-files.ts'
export { listParameters, shapeOfPath } from './route-path.ts'
