/** The project as rules see it: packages, modules, files, and what each says of itself. */
import type { ModuleManifest } from 'ashlar/module'
import type { StatementInText } from 'ashlar/sql'
import type { DoctorConfig } from '../config.ts'
import type { Facts } from '../facts/collect-facts.ts'
import type { JsonSource } from '../source/json-source.ts'
import type { Locate } from '../source/position.ts'
import type { AppDeclarations } from './app-declarations.ts'
import type { Declarations } from './declarations.ts'
import type { Lookup } from './lookup.ts'
import type { PackageFile } from './package-file.ts'

/** The part of a module a source file stands in: its first folder below `src`, or its own name there. */
export type Room =
  | 'contract'
  | 'module'
  | 'start'
  | 'errors'
  | 'settings'
  | 'imports'
  | 'domain'
  | 'actions'
  | 'data'
  | 'clients'
  | 'routes'
  | 'pages'
  | 'jobs'
  | 'locales'
  | 'testing'
  /** Outside of `src`, or a test inside of it. */
  | 'tests'
  | 'other'

export interface SourceFile {
  /** From the root of the project, with `/` between folders. */
  readonly path: string
  /** From the folder of its package. */
  readonly inPackage: string
  readonly package: PackageModel
  readonly room: Room
  readonly facts: Facts
  /** Reads its text anew, for a rule that quotes or changes it. */
  readonly readText: () => string
}

export interface PackageModel extends PackageFile {
  /** An app's dependencies include modules; a library is any other package; the root is what holds the workspace together. */
  readonly kind: 'app' | 'module' | 'library' | 'root'
  /** Whether it stands in `node_modules`: somebody else's, built, and read only as far as its neighbours need. */
  readonly installed: boolean
  /** Every file of it, from its own folder, also those that are no sources. */
  readonly fileNames: readonly string[]
  readonly sources: readonly SourceFile[]
  /** Reads the text of one of its files, by its name from the package's folder; `undefined` when there is none. */
  readonly readText: (fileName: string) => string | undefined
}

export interface ModuleModel {
  readonly package: PackageModel
  /** `undefined` when its definition is missing or cannot be read. */
  readonly id: string | undefined
  /** The file of its definition. */
  readonly definition: SourceFile | undefined
  readonly contract: SourceFile | undefined
  /** What its definition and contract declare, each with its place. */
  readonly declares: Declarations
  /** Its SQL migrations, in order. */
  readonly migrations: readonly MigrationModel[]
  /** The same in the form that boot checks. Absent without an id. */
  readonly manifest: ModuleManifest | undefined
}

/** A migration of a module, as its text. */
export interface MigrationModel {
  /** From the root of the project. */
  readonly path: string
  /** The name of its file. */
  readonly name: string
  readonly sql: string
  /** Its statements; `undefined` when something in it is never closed. */
  readonly statements: readonly StatementInText[] | undefined
  readonly locate: Locate
}

export interface AppModel {
  readonly package: PackageModel
  /** The modules it depends on. */
  readonly modules: readonly ModuleModel[]
  /** What its configuration decides. */
  readonly declares: AppDeclarations
}

/** The texts of a namespace: of a module, or of a library that brings texts, such as the component kit. */
export interface NamespaceModel {
  readonly name: string
  readonly package: PackageModel
  readonly locales: readonly LocaleModel[]
  /** The one that the others are held to: the first choice of the app, else English, else whichever there is. */
  readonly main: LocaleModel | undefined
}

/** The file of one language. */
export interface LocaleModel {
  /** As its file is named. */
  readonly language: string
  readonly json: JsonSource
  /** Whether it is named by a language and holds nothing but texts. */
  readonly sound: boolean
}

/** What an import leads to. */
export type Target =
  | { readonly kind: 'file'; readonly file: SourceFile }
  /** A file that is no source: a style sheet, a picture, JSON. `path` is from the root. */
  | { readonly kind: 'asset'; readonly path: string }
  /** A package of this project by its name; `file` is absent when its exports do not let the path through. */
  | {
      readonly kind: 'package'
      readonly package: PackageModel
      readonly subpath: string
      readonly file: SourceFile | undefined
    }
  | { readonly kind: 'library'; readonly name: string; readonly subpath: string }
  | { readonly kind: 'builtin'; readonly name: string }
  | { readonly kind: 'missing' }
  /** It is computed when the program runs. */
  | { readonly kind: 'unknown' }

export interface Project {
  /** The folder of the workspace, absolute. */
  readonly root: string
  readonly config: DoctorConfig
  /** The file of the configuration, with the places of what it says. */
  readonly configSource: JsonSource
  /** Those of the workspace. */
  readonly packages: readonly PackageModel[]
  /** Those of the workspace. */
  readonly modules: readonly ModuleModel[]
  /** Those that its apps have in `node_modules`: built by others, so no rule about sources is for them. */
  readonly installedModules: readonly ModuleModel[]
  readonly apps: readonly AppModel[]
  /** Those of the workspace's modules and libraries. */
  readonly namespaces: readonly NamespaceModel[]
  /** All sources of the workspace, by their paths. */
  readonly files: ReadonlyMap<string, SourceFile>
  /** Where an import of a file leads. */
  readonly resolve: (from: SourceFile, specifier: string | undefined) => Target
  /** Follows names to the values behind them. */
  readonly lookup: Lookup
  /** The module a package is. */
  readonly moduleOf: (of: PackageModel) => ModuleModel | undefined
}
