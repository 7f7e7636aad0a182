/** What a process of an app does: answer requests, deliver events and run jobs, keep the schedules, or all of it. */
export type Role = 'web' | 'worker' | 'scheduler' | 'all'

/** A part of what an app does. */
export type Part = Exclude<Role, 'all'>

const parts: readonly Part[] = ['web', 'worker', 'scheduler']

/** What a list of roles has to look like, for messages. */
export const rolesExpected = 'web, worker, scheduler, several of them separated by commas, or all'

/** The parts that some roles stand for. */
export function partsOf(role: Role | readonly Role[]): Set<Part> {
  return new Set([role].flat().flatMap((each) => (each === 'all' ? parts : [each])))
}

/** Reads roles as they are written, such as `web,scheduler`; `undefined` when one of them is none. */
export function parseRoles(text: string): readonly Part[] | undefined {
  const words = text.split(',').map((word) => word.trim())
  if (!words.every((word) => word === 'all' || parts.some((part) => part === word))) return undefined
  return [...partsOf(words as Role[])]
}
