/** The door of the test kit. */
export type { DeliveredHandler, DeliverOptions } from './deliver-events.ts'
export type { RanJob, RunJobsOptions } from './run-jobs.ts'
export type { BootTestOptions, TestApp, TestAppOptions, TravelOptions } from './test-app.ts'
export { testApp, testModules } from './test-app.ts'
export type { TestClient, TestPage, TestResponse } from './test-client.ts'
export { createTestClient } from './test-client.ts'
export type { TestDatabase } from './test-database.ts'
export { createTestDatabase } from './test-database.ts'
