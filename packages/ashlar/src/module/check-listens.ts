/** The checks of what modules publish and listen to, each against all others. */
import type { AshlarError } from '../contract/errors.ts'
import { matchesEvent } from '../contract/listeners.ts'
import * as passages from '../contract/passages.ts'
import {
  eventDeclaredTwice,
  eventUnknown,
  eventVersionUnknown,
  listenerNameInvalid,
  publisherMissing,
  timeCannotBeRefused,
} from './listen-errors.ts'
import type { ManifestEvent, ManifestListener, ModuleManifest } from './manifest.ts'
import { listRepeated } from './repeated.ts'

/** What the framework publishes by itself. */
const frameworkEvents: readonly ManifestEvent[] = Object.values(passages)
  .filter((exported) => 'kind' in exported)
  .map(({ name, version }) => ({ name, version, olderVersions: [] }))

/** Names stand in the database, beside what waits for them. */
const namePattern = /^[A-Za-z][A-Za-z0-9_-]{0,79}$/

/** Every problem that the events of a set of modules have; unless all are there, nothing is held to be missing. */
export function checkListens(manifests: readonly ModuleManifest[], complete: boolean): AshlarError[] {
  const published = [...frameworkEvents, ...manifests.flatMap((manifest) => manifest.events)]
  const events = new Map(published.map((event) => [event.name, event]))
  const modules = new Set(['ashlar', ...manifests.map(({ id }) => id)])
  return [
    ...manifests.flatMap(checkDuplicates),
    ...manifests.flatMap(({ id, listens }) =>
      listens.flatMap((listener) => [
        ...(listener.kind === 'during' && listener.event.startsWith('ashlar.')
          ? [timeCannotBeRefused(id, listener.name, listener.event)]
          : []),
        ...(namePattern.test(listener.name) ? [] : [listenerNameInvalid(id, listener.name)]),
        ...checkListener(id, complete ? listener : { ...listener, optional: true }, events, modules),
      ]),
    ),
  ]
}

function checkDuplicates({ id, events }: ModuleManifest): AshlarError[] {
  return listRepeated(events, ({ name }) => name).map(([name]) => eventDeclaredTwice(id, name))
}

function checkListener(
  module: string,
  { name, event, version, optional }: ManifestListener,
  events: ReadonlyMap<string, ManifestEvent>,
  modules: ReadonlySet<string>,
): AshlarError[] {
  const found = [...events.keys()].some((published) => matchesEvent(event, published))
  const publisher = event.slice(0, event.indexOf('.'))
  if (!found && !optional && event !== '*') {
    return [
      modules.has(publisher)
        ? eventUnknown(module, name, event, publisher)
        : publisherMissing(module, name, event, publisher),
    ]
  }
  const published = events.get(event)
  const known = published && [published.version, ...published.olderVersions]
  if (version === null || known === undefined || known.includes(version)) return []
  return [eventVersionUnknown(module, name, event, version, known)]
}
