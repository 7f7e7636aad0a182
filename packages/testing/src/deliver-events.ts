/** Delivers the events of a test app when the test says so. */
import type { App } from 'ashlar/runtime'

export interface DeliverOptions {
  /** Whether deliveries that wait for their next try are tried now, as if their time had come. @default false */
  readonly early?: boolean
  /** Whether a handler may fail; it is tried again by a later call. @default false: its error is raised after the others */
  readonly failures?: boolean
}

/** What was delivered, in order. */
export interface DeliveredHandler {
  /** `billing.suspend`. */
  readonly handler: string
  readonly event: string
  /** Why the handler failed, if it did. */
  readonly error?: unknown
}

/**
 * Delivers everything that is due, one after the other, and everything that the handlers publish. What fails is not tried
 * again within the call, however long that takes.
 *
 * @throws the first error of a handler, once all others have run.
 */
export async function deliverEvents(
  app: App,
  { early = false, failures = false }: DeliverOptions = {},
): Promise<readonly DeliveredHandler[]> {
  if (early) await app.events.hasten()
  const delivered = (await app.background.deliveries.drain()).map(({ claim, outcome }) => ({
    handler: claim.handler,
    event: claim.event.name,
    ...(outcome.kind === 'failed' ? { error: outcome.error } : {}),
  }))
  const failed = delivered.find((each) => 'error' in each)
  if (failed && !failures) throw failed.error
  return delivered
}
