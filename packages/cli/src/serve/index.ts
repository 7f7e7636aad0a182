/** The door for production builds: what the generated entry of a server bundle imports. */
export type { BuiltAppParts } from './built-app.ts'
export { createBuiltApp } from './built-app.ts'
export { runServer } from './main.ts'
export type { ServedApp, ServeOptions } from './serve-built-app.ts'
export { serveBuiltApp } from './serve-built-app.ts'
