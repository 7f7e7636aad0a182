/** The door to a project's model: what a diagnosis has read, for tools that show it in other ways. */
export type { Declarations, Declared, DeclaredNeed, DeclaredRoute } from './declarations.ts'
export type { DeclaredSetting } from './declared-settings.ts'
export type { ImportEdge } from './import-graph.ts'
export { importsOf, isShipped, packageOf } from './import-graph.ts'
export type { Found, Located } from './lookup.ts'
export { isOutside } from './lookup.ts'
export type { AppModel, ModuleModel, PackageModel, Project, SourceFile } from './project.ts'
