import type { Logger } from 'pino'
import type { Cache } from '../contract/cache.ts'
import type { EventDeclaration, PayloadOf } from '../contract/events.ts'
import type { Flags } from '../contract/flags.ts'
import type { Enqueue, JobHandlers, Jobs } from '../contract/jobs.ts'
import type { EventHandlers, Listens } from '../contract/listeners.ts'
import type { OwnJobs } from '../contract/own-jobs.ts'
import type { Routes } from '../contract/routes.ts'
import type { Implementations, Needs, Offers, Supplied } from '../contract/services.ts'
import type { LiveSettings, Settings } from '../contract/settings.ts'
import type { Tenant } from '../contract/tenants.ts'
import type { ModuleDatabase } from '../data/index.ts'
import type { ModuleDefinition } from './definition.ts'
import type { RouteHandlers } from './handler.ts'
import type { ImportHandler, Imports } from './imports.ts'

/** What every behaviour receives, whatever its module needs. */
export interface GivenToAll {
  /** The module's own database handle: it joins the transaction of the request and refuses other modules' tables. */
  readonly db: ModuleDatabase
  readonly log: Logger
  /** The texts of the module's locale files, for what is written for people outside of a page. */
  readonly text: WriteText
  /** Keeps in memory what takes long to find out. */
  readonly cache: Cache
  /** Tells which features are on, and switches the module's own. */
  readonly flags: Flags
  /** The day that it is in the app's time zone, such as `2026-03-02`. */
  readonly today: () => string
}

/**
 * Gives the text of a key, with its values filled in; a key of another namespace is written with it, as in `ui:save`. A key
 * without a text gives itself.
 *
 * @param language one of the app's languages. @default the first of them
 */
export type WriteText = (key: string, values?: Readonly<Record<string, string | number>>, language?: string) => string

type SettingsGiven<D extends ModuleDefinition> = D extends { readonly settings: infer S extends Settings }
  ? { readonly settings: LiveSettings<S> }
  : object

type NeedsGiven<D extends ModuleDefinition> = D extends { readonly needs: infer N extends Needs } ? Supplied<N> : object

/** How an event is published, besides its payload. */
export interface PublishOptions {
  /**
   * The aggregate that the event is about, such as an invoice's id. What is published with one key by one module is
   * delivered to each handler one at a time, in the order of the commits. Until the commit nobody else publishes with it.
   */
  readonly key?: string
}

/**
 * Publishes an event within the transaction of the caller: handlers that listen `during()` run at once and may refuse it;
 * those that listen `after()` are noted, and run once the transaction is kept.
 *
 * @throws ASH480 outside of a unit of work, ASH481 where only reading is allowed, ASH482 when the payload does not fit,
 *   ASH483 when a handler refuses.
 */
export type Publish<Declared extends EventDeclaration = EventDeclaration> = <Event extends Declared>(
  event: Event,
  payload: PayloadOf<Event>,
  options?: PublishOptions,
) => Promise<void>

type PublishGiven<D extends ModuleDefinition> = D extends {
  readonly publishes: readonly (infer Declared extends EventDeclaration)[]
}
  ? { readonly publish: Publish<Declared> }
  : object

type EnqueueGiven<D extends ModuleDefinition> = D extends { readonly jobs: infer J extends Jobs }
  ? {
      readonly enqueue: Enqueue<J>
      /** What has become of the module's jobs, for those who wait for them. */
      readonly jobs: OwnJobs
    }
  : object

/** What a module's behaviour is given: its database, its log, its texts, its settings, its needs, and how it publishes and enqueues. */
export type Given<D extends ModuleDefinition> = GivenToAll &
  SettingsGiven<D> &
  NeedsGiven<D> &
  PublishGiven<D> &
  EnqueueGiven<D>

type RoutesAsked<D extends ModuleDefinition> = D extends { readonly routes: infer R extends Routes }
  ? { readonly routes: RouteHandlers<R> }
  : object

type OffersAsked<D extends ModuleDefinition> = D extends { readonly offers: infer O extends Offers }
  ? { readonly offers: Implementations<O> }
  : object

type ImportsAsked<D extends ModuleDefinition> = D extends { readonly imports: infer I extends Imports }
  ? { readonly imports: { readonly [Key in keyof I]: ImportHandler<I[Key]> } }
  : object

type ListensAsked<D extends ModuleDefinition> = D extends { readonly listens: infer L extends Listens }
  ? { readonly listens: EventHandlers<L> }
  : object

type JobsAsked<D extends ModuleDefinition> = D extends { readonly jobs: infer J extends Jobs }
  ? { readonly jobs: JobHandlers<J> }
  : object

/** What a seed may know. */
export interface SeedGiven {
  /** The tenant whose rows are wanted; `undefined` for a module without such rows, and in an app that serves a single one. */
  readonly tenant: Tenant | undefined
}

/** What a behaviour may add to what its definition asks of it. */
export interface BehaviourExtras {
  /**
   * Fills the module with believable data of its own, once, in one transaction. Does nothing when data is there.
   * Answers what a person should know of it, such as how to sign in. A module with rows of tenants is asked for each of them.
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: a seed that has nothing to say returns nothing
  readonly seed?: (given: SeedGiven) => Promise<readonly string[] | void>
  /** Lets go of what the module holds. Modules stop in the reverse of their starting order. */
  readonly stop?: () => Promise<void>
}

/** What a module does: an answer to everything its definition declares. */
export type Behaviour<D extends ModuleDefinition> = RoutesAsked<D> &
  OffersAsked<D> &
  ImportsAsked<D> &
  ListensAsked<D> &
  JobsAsked<D> &
  BehaviourExtras

/** Starts a module from what it is given. */
export type CreateBehaviour<D extends ModuleDefinition> = (given: Given<D>) => Behaviour<D> | Promise<Behaviour<D>>

/**
 * Writes the behaviour of a module, typed by its definition, so that nothing declared can be forgotten.
 *
 * It is loaded on first use and runs once for each app. An answer to something that is not declared is refused when the
 * module starts; where the answers are made by a function with a return type, such as `RouteHandlers<typeof routes>`,
 * the compiler refuses it too.
 */
export function behaviour<D extends ModuleDefinition>(create: CreateBehaviour<D>): CreateBehaviour<D> {
  return create
}
