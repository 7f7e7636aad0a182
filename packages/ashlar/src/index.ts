/** The door for modules and apps: what they define. */
export type { AppConfig } from './module/app-config.ts'
export { defineApp } from './module/app-config.ts'
export type {
  Behaviour,
  CreateBehaviour,
  Given,
  GivenToAll,
  Publish,
  PublishOptions,
  WriteText,
} from './module/behaviour.ts'
export { behaviour } from './module/behaviour.ts'
export type { DefinedModule, ModuleDefinition } from './module/definition.ts'
export { defineModule } from './module/definition.ts'
export type { Reply, RequestFacts, RouteContext, RouteHandler, RouteHandlers } from './module/handler.ts'
export type {
  ImportDeclaration,
  ImportedRow,
  ImportHandler,
  ImportOutcome,
  Imports,
  RefusedRow,
} from './module/imports.ts'
export { defineImports } from './module/imports.ts'
