/** The door of the contract suites: what each kind of implementation promises, as tests that it runs. */
export type { OpenRelay } from './event-relay.ts'
export { describeEventRelay } from './event-relay.ts'
