/** The isomorphic door: what a module declares, for its server side, for other modules and for the browser. */
export type { Access, Permission, PermissionName, Permissions } from './access.ts'
export { anyone, definePermissions, signedIn } from './access.ts'
export type { Cache, CacheKey, CacheOptions } from './cache.ts'
export type { DeepReadonly } from './deep-readonly.ts'
export type { AshlarErrorOptions, CompileProblem } from './errors.ts'
export { AshlarError } from './errors.ts'
export type { EventRelay, RelayedEvent } from './event-relay.ts'
export { eventRelay } from './event-relay.ts'
export type {
  DeliveredEvent,
  EventDeclaration,
  EventEnvelope,
  EventOptions,
  EventPattern,
  OlderPayloads,
  OlderVersion,
  PayloadOf,
} from './events.ts'
export { event } from './events.ts'
export type {
  ExplainedFlag,
  FlagDeclaration,
  FlagOptions,
  FlagRules,
  FlagSubject,
  FlagSubjectKind,
  Flags,
} from './flags.ts'
export { flag } from './flags.ts'
export type {
  AccountAdmin,
  AccountPaths,
  Authentication,
  AuthProvider,
  Credentials,
  Identity,
  NewAccount,
} from './identity.ts'
export { accountAdmin, authProvider } from './identity.ts'
export type {
  Enqueue,
  EnqueueOptions,
  JobContext,
  JobDeclaration,
  JobHandler,
  JobHandlers,
  JobOptions,
  JobPayload,
  Jobs,
  RetryOptions,
} from './jobs.ts'
export { job } from './jobs.ts'
export type {
  AfterListener,
  AfterOptions,
  AnyPayload,
  DuringListener,
  EventHandler,
  EventHandlers,
  Listener,
  ListenOptions,
  Listens,
  VersionOf,
} from './listeners.ts'
export { after, during, matchesEvent } from './listeners.ts'
export type { MenuEntry, MenuItem } from './menu.ts'
export type { JobFacts, JobState, OwnJobs } from './own-jobs.ts'
export type { Page, PageDeclaration, Pages, PropsOf } from './pages.ts'
export { definePages, page } from './pages.ts'
export type { Passed } from './passages.ts'
export {
  dayHasPassed,
  hourHasPassed,
  monthHasPassed,
  quarterHasPassed,
  weekHasPassed,
  yearHasPassed,
} from './passages.ts'
export type {
  AnyRoute,
  BodyInputOf,
  BodyOf,
  DefineRoutesOptions,
  Href,
  Method,
  ParamsOf,
  PathParam,
  QueryOf,
  ResponseOf,
  Route,
  RouteDeclaration,
  RouteOptions,
  Routes,
} from './routes.ts'
export { defineRoutes, del, get, patch, post, put } from './routes.ts'
export type { RowHistory } from './row-history.ts'
export { rowHistory } from './row-history.ts'
export { Secret } from './secret.ts'
export type { Implementations, Needs, Offers, OptionalService, Service, Supplied } from './services.ts'
export { optional, service } from './services.ts'
export type {
  ExplainedSetting,
  LiveSettings,
  Setting,
  SettingFound,
  SettingLevel,
  SettingMethods,
  SettingOwner,
  SettingSource,
  Settings,
  SettingValue,
  SettingValues,
} from './settings.ts'
export { defineSettings, settingVariable } from './settings.ts'
export type { SharedProps, SharedTenants, TenantChoice } from './shared-props.ts'
export type {
  NewTenant,
  Tenant,
  TenantAdmin,
  TenantPaths,
  TenantProvider,
  TenantSearch,
  TenantsFound,
} from './tenants.ts'
export { firstTenantId, tenantAdmin, tenantProvider } from './tenants.ts'
export type { Isolation, TransactionOptions } from './transactions.ts'
export { typeidOf, uuidOf } from './typeid-uuid.ts'
export type { Paged, TypeIdOf } from './values.ts'
export { listQuery, money, paged, typeid } from './values.ts'
