/** How often a failing handler is tried unless it says otherwise. */
export const defaultTries = 20

/** At this pace the waits between twenty tries come to eleven and a half hours. */
const growth = 1.72
const longestWaitSeconds = 12 * 60 * 60

/** How long to wait after a failed try, in seconds: longer each time, and a fifth more or less, so that failures spread. */
export function waitAfter(attempt: number, random: () => number = Math.random): number {
  const wait = Math.min(growth ** (attempt - 1), longestWaitSeconds)
  return wait * (0.8 + 0.4 * random())
}
