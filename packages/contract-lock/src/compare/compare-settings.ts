import type { Change, ChangeClass } from '../change.ts'
import type { Surface } from '../lock/lock.ts'
import { listNames, sameData } from '../sorted.ts'
import { compareSchemas } from './schemas/compare-schemas.ts'
import { placeOf } from './schemas/place.ts'
import { memberSymbols } from './symbols.ts'

type Setting = Surface['settings'][string]
type Say = (level: ChangeClass, message: string, security?: boolean) => void

/** Compares the settings of a module: what an operator gives it. */
export function compareSettings(old: Surface, now: Surface): readonly Change[] {
  return listNames(old.settings, now.settings).flatMap((name) => {
    const [before, after] = [old.settings[name], now.settings[name]]
    const symbols = memberSymbols(old, 'settings', name, before?.env)
    const changes: Change[] = []
    const say: Say = (level, message, security = false) =>
      changes.push({
        class: level,
        surface: 'setting',
        name,
        message,
        symbols,
        ...(security ? { security: true } : {}),
      })
    if (!after) say('major', `was removed; ${before?.env} is not read any more`)
    else if (!before) sayAdded(after, say)
    else {
      compareSetting(before, after, say)
      const places = [placeOf(before.schema, old.schemas), placeOf(after.schema, now.schemas)] as const
      for (const change of compareSchemas(...places, 'input')) say(change.class, change.message)
    }
    return changes
  })
}

function sayAdded({ required, env }: Setting, say: Say): void {
  if (required) say('major', `was added and must be given, as ${env}`)
  else say('minor', `was added, as ${env}`)
}

function compareSetting(before: Setting, after: Setting, say: Say): void {
  if (before.env !== after.env) say('major', `is read from ${after.env}; it was ${before.env}`)
  if (!before.required && after.required) say('major', 'must now be given')
  if (before.required && !after.required) say('minor', 'need not be given any more')
  if (!before.secret && after.secret) say('minor', 'is a secret now')
  if (before.secret && !after.secret) say('minor', 'is no secret any more', true)
  const [couldBe, canBe] = [before.levels ?? [], after.levels ?? []]
  for (const level of couldBe.filter((each) => !canBe.includes(each)))
    say('major', `can no longer be changed at the level "${level}"; what was set there is not read any more`)
  for (const level of canBe.filter((each) => !couldBe.includes(each)))
    say('minor', `can be changed at the level "${level}" while the app runs`)
  const [was, is] = [before.default, after.default]
  if (was !== undefined && is !== undefined && !sameData(was, is))
    say('minor', `its default changed from ${JSON.stringify(was)} to ${JSON.stringify(is)}`)
}
