/** Who reacts to which event, known without loading a module. */
import { type Listener, matchesEvent } from '../contract/listeners.ts'

/** A handler that has been loaded. */
export interface OpenedHandler {
  readonly listener: Listener
  readonly handle: (...received: readonly unknown[]) => unknown
}

/** A handler as boot knows it. */
export interface HandlerSource {
  /** `billing.suspend`: it stands in the database beside what waits for the handler. */
  readonly id: string
  readonly module: string
  readonly kind: 'after' | 'during'
  /** Names of events, `billing.*` or `*`. */
  readonly events: readonly string[]
  readonly blockOnDead: boolean
  /** Loads the module it belongs to, on first use. */
  readonly open: () => Promise<OpenedHandler>
}

/** The handlers of an app. */
export interface Handlers {
  /** Those that run after the commit, by id. */
  readonly after: ReadonlyMap<string, HandlerSource>
  /** The ids of those that run after the commit of an event. */
  readonly listAfter: (event: string) => readonly string[]
  /** Those that run inside of the transaction that publishes an event, in boot order. */
  readonly listDuring: (event: string) => readonly HandlerSource[]
}

/** Sorts handlers by the events they are for; each event is looked up once. */
export function createHandlers(sources: readonly HandlerSource[]): Handlers {
  const listens = (event: string) => (source: HandlerSource) =>
    source.events.some((pattern) => matchesEvent(pattern, event))
  const ofKind = (kind: HandlerSource['kind']) => sources.filter((source) => source.kind === kind)
  const [after, during] = [ofKind('after'), ofKind('during')]
  return {
    after: new Map(after.map((source) => [source.id, source])),
    listAfter: remember((event) => after.filter(listens(event)).map(({ id }) => id)),
    listDuring: remember((event) => during.filter(listens(event))),
  }
}

function remember<Value>(find: (event: string) => Value): (event: string) => Value {
  const known = new Map<string, Value>()
  return (event) => {
    const found = known.get(event) ?? find(event)
    known.set(event, found)
    return found
  }
}
