/** The door for tools that look at what an app is given from outside. */
export { frameworkVariables } from './environment.ts'
export { settingUnknown } from './errors.ts'
