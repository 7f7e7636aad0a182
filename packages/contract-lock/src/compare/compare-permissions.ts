import type { Change, ChangeClass } from '../change.ts'
import type { Surface } from '../lock/lock.ts'
import { without } from '../sorted.ts'
import { memberSymbols } from './symbols.ts'

/** Compares the permissions that a module declares. */
export function comparePermissions(old: Surface, now: Surface): readonly Change[] {
  const added = without(Object.keys(now.permissions), Object.keys(old.permissions))
  const changes: Change[] = []
  const say = (level: ChangeClass, name: string, message: string) => {
    const member = name.slice(name.indexOf('.') + 1)
    changes.push({
      class: level,
      surface: 'permission',
      name,
      message,
      symbols: memberSymbols(old, 'permissions', member, name),
    })
  }
  for (const [name, label] of Object.entries(old.permissions)) {
    const current = now.permissions[name]
    const heir = added.find((other) => now.permissions[other] === label)
    if (current === undefined)
      say(
        'major',
        name,
        heir === undefined ? 'was removed' : `was renamed to "${heir}"; who had it has to be given it anew`,
      )
    else if (current !== label) say('patch', name, `is now called "${current}"; it was "${label}"`)
  }
  for (const name of added) say('minor', name, 'was added')
  return changes
}
