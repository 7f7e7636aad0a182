/**
 * Sets this process's own clock ahead or back: imported before anything that may ask what time it is.
 *
 * Timers go by a clock that cannot be set, so what JavaScript knows of the time of day is `Date`.
 */
let skewMs = Number(process.env.YARD_SKEW_MS ?? 0)

/** Steps the clock, in milliseconds from the true time. */
export function setSkew(ms: number): void {
  skewMs = ms
}

const RealDate = Date

globalThis.Date = new Proxy(RealDate, {
  construct: (target, given, newTarget) =>
    Reflect.construct(target, given.length === 0 ? [RealDate.now() + skewMs] : given, newTarget),
  get: (target, key, receiver) => (key === 'now' ? () => RealDate.now() + skewMs : Reflect.get(target, key, receiver)),
})
