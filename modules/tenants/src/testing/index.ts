/** The door for tests of apps and modules that have tenants. */
export type { GivenTenant } from './tenants.ts'
export { createTenant, switchTenant } from './tenants.ts'
