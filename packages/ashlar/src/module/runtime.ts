/**
 * Starts modules when they are first used.
 *
 * A start loads the definition and the behaviour, starts what the module needs before it, and checks that everything
 * declared is answered. Two first uses at once share one start. A start that fails leaves nothing behind and is tried
 * again by the next use: what it waited for, such as another server, may be back by then.
 */
import { AshlarError } from '../contract/errors.ts'
import type { Service } from '../contract/services.ts'
import type { GivenToAll } from './behaviour.ts'
import type { DefinedModule, ModuleDefinition } from './definition.ts'
import { moduleStopped, modulesNotStarted, needNotOffered, startFailed, stopFailed } from './errors.ts'
import { listNeededModules } from './graph.ts'
import type { ModuleSource } from './manifest.ts'
import { type StartedBehaviour, startBehaviour } from './start-behaviour.ts'

export interface StartedModule {
  readonly definition: DefinedModule
  readonly behaviour: StartedBehaviour
}

export interface ModuleRuntimeOptions {
  /** In boot order, and without circles of needs: `checkModules` has seen to that. */
  readonly sources: readonly ModuleSource[]
  /** What a module is given besides its needs. */
  readonly give: (
    module: string,
    definition: ModuleDefinition,
  ) => GivenToAll & {
    readonly settings?: unknown
    readonly publish?: unknown
    readonly enqueue?: unknown
    readonly jobs?: unknown
  }
}

export interface ModuleRuntime {
  /**
   * Starts a module, and what it needs, unless they run already.
   *
   * @throws ASH120 or ASH121 when one cannot start, ASH137 after `stop`.
   */
  readonly open: (module: string) => Promise<StartedModule>
  /** The implementation of a service, or `undefined` when no module offers it. */
  readonly findService: <Interface>(service: Service<Interface>) => Promise<Interface | undefined>
  /** Starts every module in boot order. @throws ASH136 with every problem; all that had started is stopped again then. */
  readonly startAll: () => Promise<void>
  /** Stops what was started, in reverse. @throws ASH122 when a module does not stop cleanly; the others are stopped all the same. */
  readonly stop: () => Promise<void>
}

/** Prepares the modules of an app to be started. */
export function createModuleRuntime({ sources, give }: ModuleRuntimeOptions): ModuleRuntime {
  const sourceById = new Map(sources.map((source) => [source.manifest.id, source]))
  const offers = new Map(
    sources.flatMap(({ manifest }) =>
      manifest.offers.map(({ name, service }) => [service, { module: manifest.id, name }] as const),
    ),
  )
  const starts = new Map<string, Promise<StartedModule>>()
  const started: { readonly module: string; readonly behaviour: StartedBehaviour }[] = []
  let stopping = false

  function open(module: string): Promise<StartedModule> {
    const running = starts.get(module)
    if (running) return running
    if (stopping) return Promise.reject(moduleStopped(module))
    const start = startModule(module)
    starts.set(module, start)
    start.catch(() => starts.delete(module))
    return start
  }

  async function startModule(module: string): Promise<StartedModule> {
    const source = sourceById.get(module)
    if (!source) throw new TypeError(`There is no module "${module}" in this app.`)
    const needs = await supplyNeeds(source)
    const definition = await source.load().catch((cause: unknown) => {
      throw startFailed(module, cause)
    })
    const behaviour = await startBehaviour(definition, { ...give(module, definition), ...needs })
    started.push({ module, behaviour })
    return Object.freeze({ definition, behaviour })
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

  async function startAll(): Promise<void> {
    const needed = listNeededModules(sources.map(({ manifest }) => manifest))
    const without = new Set<string>()
    const problems: AshlarError[] = []
    for (const { manifest } of sources) {
      const { id } = manifest
      // A module whose need could not start adds nothing to what is known.
      if (needed.get(id)?.some((other) => without.has(other))) {
        without.add(id)
        continue
      }
      try {
        await open(id)
      } catch (error) {
        without.add(id)
        problems.push(error instanceof AshlarError ? error : startFailed(id, error))
      }
    }
    if (problems.length > 0) throw modulesNotStarted([...problems, ...(await stopStarted())])
  }

  async function stop(): Promise<void> {
    stopping = true
    const [failure] = await stopStarted()
    if (failure) throw failure
  }

  /** Waits for starts under way, so that none outlives the app. */
  async function stopStarted(): Promise<AshlarError[]> {
    await Promise.allSettled(starts.values())
    starts.clear()
    const failures: { module: string; cause: unknown }[] = []
    for (const { module, behaviour } of started.splice(0).reverse()) {
      try {
        await behaviour.stop?.()
      } catch (cause) {
        failures.push({ module, cause })
      }
    }
    return failures.length > 0 ? [stopFailed(failures)] : []
  }

  return {
    open,
    findService: async <Interface>(service: Service<Interface>) =>
      (await findByName(service.name)) as Interface | undefined,
    startAll,
    stop,
  }
}
