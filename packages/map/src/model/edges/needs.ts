import { type EdgeReader, offerersOf } from './edge-reader.ts'

/** What modules ask for, and who offers it to them. */
export const readNeeds: EdgeReader = function* (_project, scope) {
  for (const module of scope.modules) {
    for (const { service, optional } of module.declares.needs) {
      for (const other of offerersOf(scope, service)) {
        yield { from: scope.nameOf(module), to: scope.nameOf(other), by: service, optional }
      }
    }
  }
}
