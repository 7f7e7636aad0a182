import type { ModuleModel } from '@ashlar/doctor/project'
import { matchesEvent } from 'ashlar/contract'
import type { Scope } from '../scope.ts'
import type { EdgeReader } from './edge-reader.ts'

/** What modules react to, and who publishes it. */
export const readListens: EdgeReader = function* (_project, scope) {
  for (const module of scope.modules) {
    for (const { event, optional } of module.declares.listens) {
      for (const other of publishersOf(scope, event)) {
        for (const { name } of other.declares.events.filter((published) => matchesEvent(event, published.name))) {
          yield { from: scope.nameOf(module), to: scope.nameOf(other), by: name, optional }
        }
      }
    }
  }
}

/** The modules that publish an event, or one of those that a pattern means. */
export function publishersOf({ modules }: Pick<Scope, 'modules'>, pattern: string): ModuleModel[] {
  return modules.filter(({ declares }) => declares.events.some(({ name }) => matchesEvent(pattern, name)))
}
