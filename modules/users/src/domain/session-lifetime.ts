/** How long sessions last. Source: OWASP ASVS 5.0, 7.3. */
export interface SessionLifetime {
  /** The longest time without a request, in seconds. */
  readonly idleSeconds: number
  /** The longest time from signing in, in seconds. */
  readonly absoluteSeconds: number
}

/** How exactly a session's last use is kept: noting it on every request would cost a write each. */
export const touchIntervalSeconds = 60

/** Whether the time a session was last seen is old enough to be noted anew. */
export function isTouchDue(lastSeenAt: Date, now: Date): boolean {
  return now.getTime() - lastSeenAt.getTime() >= touchIntervalSeconds * 1000
}

/** When a session that starts now ends at the latest. */
export function endOfSession(start: Date, { absoluteSeconds }: SessionLifetime): Date {
  return new Date(start.getTime() + absoluteSeconds * 1000)
}
