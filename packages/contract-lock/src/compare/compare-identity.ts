import type { Change, ChangeClass, ContractSymbol } from '../change.ts'
import type { Surface } from '../lock/lock.ts'
import { without } from '../sorted.ts'
import { exportSymbols } from './symbols.ts'

/** Compares who a module is, and which services it brings and asks for. */
export function compareIdentity(old: Surface, now: Surface): readonly Change[] {
  const changes: Change[] = []
  const say = (level: ChangeClass, name: string, message: string, symbols: readonly ContractSymbol[] = []) =>
    changes.push({ class: level, surface: 'module', name, message, symbols })
  const whole = Object.keys(old.exports).map((name) => ({ name }))
  if (old.module !== now.module) say('major', now.module, `the module was called "${old.module}"`, whole)
  if (old.package !== now.package) say('major', now.module, `the package was called "${old.package}"`, whole)
  for (const service of without(old.offers, now.offers))
    say('major', service, 'the service is not offered any more', exportSymbols(old, `service ${service}`))
  for (const service of without(now.offers, old.offers)) say('minor', service, 'the service is offered now')
  for (const service of without(now.needs, old.needs))
    say('major', service, 'the module cannot do without this service any more: an app has to bring it')
  for (const service of without(old.needs, now.needs))
    say('patch', service, 'the module can do without this service now')
  return changes
}
