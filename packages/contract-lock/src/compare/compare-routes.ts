/** The changes between the routes of two states of a contract. */
import type { Change, ChangeClass } from '../change.ts'
import type { Surface } from '../lock/lock.ts'
import { listNames } from '../sorted.ts'
import type { Side } from '../surface/describe-schema.ts'
import { compareSchemas } from './schemas/compare-schemas.ts'
import { fits } from './schemas/fits.ts'
import { placeOf } from './schemas/place.ts'
import { memberSymbols } from './symbols.ts'

type Route = Surface['routes'][string]
type Say = (level: ChangeClass, message: string, security?: boolean) => void

/** What a route takes when it states nothing else, as `RouteOptions` has it. */
const defaults = { bodyLimitBytes: 1_048_576, timeoutMs: 30_000 }

/** Compares routes: where they are, who may use them, what they take and answer. */
export function compareRoutes(old: Surface, now: Surface): readonly Change[] {
  return listNames(old.routes, now.routes).flatMap((key) => {
    const before = old.routes[key]
    const after = now.routes[key]
    const changes: Change[] = []
    const say: Say = (level, message, security = false) =>
      changes.push({
        class: level,
        surface: 'route',
        name: key,
        message,
        symbols: memberSymbols(old, 'routes', key),
        ...(security ? { security: true } : {}),
      })
    if (!after) say('major', `${before?.method} ${before?.path} was removed`)
    else if (!before) say('minor', `${after.method} ${after.path} was added`)
    else {
      compareAddress(before, after, say)
      compareAccess(before.access, after.access, say)
      compareLimits(before, after, say)
      for (const part of ['params', 'query', 'body'] as const)
        comparePart(part, 'input', { before, after, old, now, say })
      comparePart('response', 'output', { before, after, old, now, say })
    }
    return changes
  })
}

function compareAddress(before: Route, after: Route, say: Say): void {
  if (before.method !== after.method) say('major', `its method was ${before.method} and is ${after.method}`)
  if (before.path !== after.path) say('major', `its path was ${before.path} and is ${after.path}`)
}

const strictness: Readonly<Record<string, number>> = { anyone: 0, 'signed-in': 1 }
const permissionStrictness = 2

function compareAccess(before: string, after: string, say: Say): void {
  if (before === after) return
  const was = strictness[before] ?? permissionStrictness
  const is = strictness[after] ?? permissionStrictness
  const words = `it was for ${describeAccess(before)} and is for ${describeAccess(after)}`
  if (is < was) say('minor', `${words}: it lets in more people`, true)
  else if (is > was) say('major', `${words}: some are refused who were let in`)
  else say('major', `${words}: other people are let in`, true)
}

function describeAccess(access: string): string {
  if (access === 'anyone') return 'anyone'
  return access === 'signed-in' ? 'who is signed in' : `who has "${access}"`
}

function compareLimits(before: Route, after: Route, say: Say): void {
  for (const limit of ['bodyLimitBytes', 'timeoutMs'] as const) {
    const was = before[limit] ?? defaults[limit]
    const is = after[limit] ?? defaults[limit]
    if (was === is) continue
    const tighter = limit === 'bodyLimitBytes' && is < was
    const [what, unit] = limit === 'bodyLimitBytes' ? ['largest body', 'bytes'] : ['time limit', 'ms']
    say(tighter ? 'major' : 'minor', `its ${what} was ${was} ${unit} and is ${is}`)
  }
}

interface PartContext {
  readonly before: Route
  readonly after: Route
  readonly old: Surface
  readonly now: Surface
  readonly say: Say
}

/** What stands in for a part that is not declared: it asks for nothing, or takes whatever comes. */
const nothing = { type: 'object', properties: {} }

function comparePart(
  part: 'params' | 'query' | 'body' | 'response',
  side: Side,
  { before, after, old, now, say }: PartContext,
): void {
  const was = before[part]
  const is = after[part]
  if (was && is) {
    for (const { class: level, message } of compareSchemas(placeOf(was, old.schemas), placeOf(is, now.schemas), side)) {
      say(level, `${part}: ${message}`)
    }
  } else if (was) {
    say(
      part === 'params' ? 'minor' : 'major',
      `its ${part} ${part === 'params' ? 'may be anything now' : 'was removed'}`,
    )
  } else if (is) {
    const harmless =
      part === 'response' || (part === 'query' && fits(placeOf(nothing, {}), placeOf(is, now.schemas), 'from'))
    say(harmless ? 'minor' : 'major', `it has a ${part} now${harmless ? '' : ' that must fit'}`)
  }
}
