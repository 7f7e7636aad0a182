/** The door for what runs an app: the command line, the test kit, a production build. */

export type { JobFacts, JobState } from '../contract/own-jobs.ts'
export type {
  HistoryFault,
  HistoryReport,
  HistorySelection,
  KeptChange,
  MigrationRun,
  ModuleMigrations,
  SealHead,
} from '../data/runtime.ts'
export {
  getChange,
  listHistory,
  migrate,
  readMigrations,
  resetDatabase,
  statusOf,
  verifyHistory,
} from '../data/runtime.ts'
export type {
  Delivery,
  DeliverySelection,
  DeliveryState,
  EventOperations,
  HandlerMetrics,
  PublishedEvent,
  ReplaySelection,
} from '../events/operations.ts'
export type { WorkerCounts } from '../events/worker.ts'
export type { FlagFacts, FlagOperations } from '../flags/create-flags.ts'
export type {
  JobDetails,
  JobOperations,
  JobSelection,
  QueueFacts,
} from '../jobs/operations.ts'
export type { ScheduleDetails, ScheduleFacts, ScheduleOperations } from '../jobs/schedule-operations.ts'
export type { JobCounts } from '../jobs/worker.ts'
export type { AppConfig } from '../module/app-config.ts'
export { checkModules } from '../module/check-modules.ts'
export type { DefinedModule, ModuleDefinition } from '../module/definition.ts'
export { describeModule } from '../module/describe-module.ts'
export type { DiscoverOptions, Discovery } from '../module/discover.ts'
export { discoverModules } from '../module/discover.ts'
export { bootRefused, moduleErrors } from '../module/errors.ts'
export { frameworkVersion } from '../module/framework-version.ts'
export { orderModules } from '../module/graph.ts'
export type { ManifestAccess, ManifestRoute, ModuleManifest, ModuleSource } from '../module/manifest.ts'
export type { InstalledModule, LocaleFolder } from '../module/open-module.ts'
export type { ProblemReport } from '../module/problems.ts'
export { describeProblems, formatProblems, listProblems } from '../module/problems.ts'
export type { FrameworkEnvironment } from '../settings/environment.ts'
export { loadEnvironment, parseFrameworkEnvironment, processEnvironment } from '../settings/environment.ts'
export { settingsErrors } from '../settings/errors.ts'
export type { SettingFacts, SettingOperations } from '../settings/operations.ts'
export type { Part, Role } from '../settings/process-role.ts'
export { parseRoles, partsOf, rolesExpected } from '../settings/process-role.ts'
export type { Environment } from '../settings/read-settings.ts'
export type { Background } from './background.ts'
export type { App } from './boot.ts'
export { bootApp } from './boot.ts'
export type { BootOptions } from './boot-options.ts'
export { listSchemaOwners } from './jobs.ts'
export type { PageAssets, RenderablePage, RenderedPage } from './page-assets.ts'
