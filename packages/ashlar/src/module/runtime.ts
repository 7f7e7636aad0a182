/**
 * Starts modules when they are first used.
 *
 * A start loads the definition and the behaviour, starts what the module needs before it, and checks that everything
 * declared is answered. Two first uses at once share one start; a start that fails is tried again by the next use.
 */
import type { Service } from '../contract/services.ts'
import type { Behaviour, GivenToAll } from './behaviour.ts'
import type { DefinedModule, ModuleDefinition } from './definition.ts'
import { behaviourIncomplete, needNotOffered, startFailed, stopFailed } from './errors.ts'
import type { RouteHandler } from './handler.ts'
import type { ImportHandler } from './imports.ts'
import type { ModuleSource } from './manifest.ts'

/** A behaviour whose types are no longer known: what a table of modules holds. */
export interface StartedBehaviour {
  readonly routes: Readonly<Record<string, RouteHandler>>
  readonly offers: Readonly<Record<string, unknown>>
  readonly imports: Readonly<Record<string, ImportHandler<never>>>
  readonly seed?: () => Promise<void>
  readonly stop?: () => Promise<void>
}

export interface StartedModule {
  readonly definition: DefinedModule
  readonly behaviour: StartedBehaviour
}

export interface ModuleRuntimeOptions {
  /** In boot order. */
  readonly sources: readonly ModuleSource[]
  /** What a module is given besides its needs. */
  readonly give: (module: string, definition: ModuleDefinition) => GivenToAll & { readonly settings?: unknown }
}

export interface ModuleRuntime {
  /** Starts a module, and what it needs, unless they run already. @throws ASH121 when one cannot start. */
  readonly open: (module: string) => Promise<StartedModule>
  /** The implementation of a service, or `undefined` when no module offers it. */
  readonly findService: <Interface>(service: Service<Interface>) => Promise<Interface | undefined>
  /** Starts every module in boot order. */
  readonly startAll: () => Promise<void>
  /** Stops what was started, in reverse. @throws ASH122 when a module does not stop cleanly; the others are stopped all the same. */
  readonly stop: () => Promise<void>
}

export function createModuleRuntime({ sources, give }: ModuleRuntimeOptions): ModuleRuntime {
  const sourceById = new Map(sources.map((source) => [source.manifest.id, source]))
  const offers = new Map(
    sources.flatMap(({ manifest }) =>
      manifest.offers.map(({ name, service }) => [service, { module: manifest.id, name }] as const),
    ),
  )
  const starts = new Map<string, Promise<StartedModule>>()
  const started: { module: string; behaviour: StartedBehaviour }[] = []

  function open(module: string): Promise<StartedModule> {
    const running = starts.get(module)
    if (running) return running
    const start = startModule(module)
    starts.set(module, start)
    start.catch(() => starts.delete(module))
    return start
  }

  async function startModule(module: string): Promise<StartedModule> {
    const source = sourceById.get(module)
    if (!source) throw new TypeError(`There is no module "${module}" in this app.`)
    const needs = await supplyNeeds(source)
    try {
      const definition = await source.load()
      const behaviour = await createBehaviour(definition, { ...give(module, definition), ...needs })
      started.push({ module, behaviour })
      return { definition, behaviour }
    } catch (cause) {
      throw startFailed(module, cause)
    }
  }

  async function supplyNeeds({ manifest }: ModuleSource): Promise<Record<string, unknown>> {
    const supplied: Record<string, unknown> = {}
    for (const { name, service, optional } of manifest.needs) {
      supplied[name] = await findByName(service)
      if (supplied[name] === undefined && !optional) throw needNotOffered(manifest.id, name, service)
    }
    return supplied
  }

  async function findByName(service: string): Promise<unknown> {
    const offer = offers.get(service)
    if (!offer) return undefined
    const { behaviour } = await open(offer.module)
    return behaviour.offers[offer.name]
  }

  return {
    open,
    findService: async <Interface>(service: Service<Interface>) =>
      (await findByName(service.name)) as Interface | undefined,
    async startAll() {
      for (const { manifest } of sources) await open(manifest.id)
    },
    async stop() {
      const failures: { module: string; cause: unknown }[] = []
      for (const { module, behaviour } of started.splice(0).reverse()) {
        try {
          await behaviour.stop?.()
        } catch (cause) {
          failures.push({ module, cause })
        }
      }
      starts.clear()
      if (failures.length > 0) throw stopFailed(failures)
    },
  }
}

const parts = ['routes', 'offers', 'imports'] as const

async function createBehaviour(definition: DefinedModule, given: Record<string, unknown>): Promise<StartedBehaviour> {
  const loaded = definition.start ? ((await definition.start()) as { default: unknown }).default : () => ({})
  if (typeof loaded !== 'function') throw new TypeError(`Its start file does not export behaviour(…) by default.`)
  const behaviour: Partial<Behaviour<ModuleDefinition> & StartedBehaviour> = await loaded(given)
  const missing: string[] = []
  const superfluous: string[] = []
  for (const part of parts) {
    const declared = Object.keys(definition[part] ?? {})
    const answered = Object.keys(behaviour[part] ?? {})
    missing.push(...declared.filter((key) => !answered.includes(key)).map((key) => `${part}.${key}`))
    if (part !== 'offers') {
      superfluous.push(...answered.filter((key) => !declared.includes(key)).map((key) => `${part}.${key}`))
    }
  }
  if (missing.length + superfluous.length > 0) throw behaviourIncomplete(definition.id, missing, superfluous)
  return Object.freeze({ routes: {}, offers: {}, imports: {}, ...behaviour })
}
