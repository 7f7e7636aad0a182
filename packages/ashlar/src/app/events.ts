/** Joins events to modules: which handlers there are, and how each is loaded. */
import type { AshlarError } from '../contract/errors.ts'
import { eventRelay } from '../contract/event-relay.ts'
import type { DeliveredEvent } from '../contract/events.ts'
import { after } from '../contract/listeners.ts'
import { relayMissing } from '../events/errors.ts'
import type { HandlerSource } from '../events/handlers.ts'
import type { AppConfig } from '../module/app-config.ts'
import type { ModuleManifest } from '../module/manifest.ts'
import type { ModuleRuntime } from '../module/runtime.ts'

/** The handlers of every module, and the one that relays events to a broker if the app asks for it. */
export function listHandlers(
  manifests: readonly ModuleManifest[],
  { events = {} }: AppConfig,
  getRuntime: () => ModuleRuntime,
): HandlerSource[] {
  const ofModules = manifests.flatMap(({ id: module, listens }) =>
    listens.map(({ name, kind, event, blockOnDead }) => ({
      id: `${module}.${name}`,
      module,
      kind,
      events: [event],
      blockOnDead,
      open: () => openHandler(getRuntime(), module, name),
    })),
  )
  const { relay = [] } = events
  return relay.length === 0 ? ofModules : [...ofModules, relayHandler(relay, getRuntime)]
}

/** What an app asks to be relayed needs a module that relays. */
export function checkRelay(manifests: readonly ModuleManifest[], { events = {} }: AppConfig): AshlarError[] {
  const offered = manifests.some(({ offers }) => offers.some(({ service }) => service === eventRelay.name))
  return events.relay === undefined || events.relay.length === 0 || offered ? [] : [relayMissing(events.relay)]
}

async function openHandler(runtime: ModuleRuntime, module: string, name: string): ReturnType<HandlerSource['open']> {
  const { definition, behaviour } = await runtime.open(module)
  const listener = definition.listens?.[name]
  const handle = behaviour.listens[name]
  if (!listener || !handle) throw new TypeError(`Module "${module}" has no handler "${name}".`)
  return { listener, handle }
}

/** It is delivered to like any handler: after the commit, in order, again after a failure. */
function relayHandler(events: readonly string[], getRuntime: () => ModuleRuntime): HandlerSource {
  return {
    id: 'ashlar.relay',
    module: 'ashlar',
    kind: 'after',
    events,
    blockOnDead: true,
    async open() {
      const relay = await getRuntime().findService(eventRelay)
      if (relay === undefined) throw relayMissing(events)
      return {
        listener: after('*'),
        handle: (envelope) => {
          const { id, name, version, payload, key, publishedAt, signal } = envelope as DeliveredEvent
          return relay.relay({ id, name, version, payload, key, publishedAt }, signal)
        },
      }
    },
  }
}
