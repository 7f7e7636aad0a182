/** The door for tests of apps and modules that have users. */
export type { Person } from './people.ts'
export { createPerson, password, signIn, signUp } from './people.ts'
