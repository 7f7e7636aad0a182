import type { Permissions } from '../contract/access.ts'
import type { CompileProblem } from '../contract/errors.ts'
import type { EventDeclaration } from '../contract/events.ts'
import type { FlagDeclaration } from '../contract/flags.ts'
import type { Jobs } from '../contract/jobs.ts'
import type { Listens } from '../contract/listeners.ts'
import type { MenuEntry } from '../contract/menu.ts'
import type { Pages } from '../contract/pages.ts'
import type { Routes } from '../contract/routes.ts'
import type { Needs, Offers } from '../contract/services.ts'
import type { Settings } from '../contract/settings.ts'
import type { Imports } from './imports.ts'

/** What a module is. Data only: reading it starts nothing and loads no behaviour. */
export interface ModuleDefinition {
  /**
   * Lower-case words joined by hyphens or underscores. It names the module's schema, URL prefix, permission prefix,
   * event prefix, locale namespace and log label.
   */
  readonly id: string
  /** The services it asks for, by the names its behaviour receives them under. */
  readonly needs?: Needs
  /** The services it gives to others. */
  readonly offers?: Offers
  readonly permissions?: Permissions
  readonly routes?: Routes
  readonly pages?: Pages
  readonly settings?: Settings
  /** The features of it that can be switched while the app runs. */
  readonly flags?: readonly FlagDeclaration[]
  readonly menu?: readonly MenuEntry[]
  readonly publishes?: readonly EventDeclaration[]
  /** The events it reacts to, by the names its behaviour handles them under. A name also finds what waits for it in the database. */
  readonly listens?: Listens
  /** What it does in the background, by the names its behaviour answers under. A name also finds what waits in the database. */
  readonly jobs?: Jobs
  /** The CSV files it can load, by a name its behaviour handles them under. */
  readonly imports?: Imports
  /** Loads its Drizzle tables. Only tools that compare tables and migrations call it. */
  readonly tables?: () => Promise<object>
  /** Loads its behaviour: a file whose default export is `behaviour<typeof definition>(…)`. */
  readonly start?: () => Promise<unknown>
  /** Loads a Fastify plugin, which gets an encapsulated context of its own below the module's URL prefix. */
  readonly fastify?: () => Promise<unknown>
}

/** A definition as discovery meets it: branded, so that two copies of the framework are told from a wrong export. */
export type DefinedModule<Definition extends ModuleDefinition = ModuleDefinition> = Definition & {
  readonly kind: 'ashlar-module'
}

/** A declaration whose name begins with the module's id, or a sentence saying why it does not belong. */
type OwnName<Id extends string, Named, Separator extends string> = Named extends {
  readonly name: infer Name extends string
}
  ? Name extends `${Id}${Separator}${string}`
    ? Named
    : CompileProblem<`"${Name}" belongs to another module: its name must begin with "${Id}${Separator}"`>
  : Named

type OwnNames<Id extends string, Declared, Separator extends string> = {
  readonly [Key in keyof Declared]: OwnName<Id, Declared[Key], Separator>
}

type UnknownParts<Definition> = {
  readonly [Key in Exclude<keyof Definition, keyof ModuleDefinition> &
    string]: CompileProblem<`A module has no part called "${Key}"`>
}

/**
 * What a definition may say, seen from what it says: refusals stand where a name belongs to another module, or a part
 * is none that a module has. A definition of which only the general type is known is taken as it is.
 */
type SoundDefinition<Definition extends ModuleDefinition> = string extends Definition['id']
  ? Definition
  : UnknownParts<Definition> & {
      readonly permissions?: OwnNames<Definition['id'], Definition['permissions'], '.'>
      readonly pages?: OwnNames<Definition['id'], Definition['pages'], '/'>
      readonly publishes?: OwnNames<Definition['id'], Definition['publishes'], '.'>
      readonly flags?: OwnNames<Definition['id'], Definition['flags'], '.'>
    }

/** Declares a module. The package's `ashlar.module` field points to the file that exports it by default. */
export function defineModule<const Definition extends ModuleDefinition>(
  definition: Definition & SoundDefinition<Definition>,
): DefinedModule<Definition> {
  const declared: Definition = definition
  return Object.freeze({ ...declared, kind: 'ashlar-module' })
}

/** Whether a module's default export is a definition. Compared by its brand, never by identity. */
export function isModuleDefinition(value: unknown): value is DefinedModule {
  return (
    typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'ashlar-module' && 'id' in value
  )
}
