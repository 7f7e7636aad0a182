import * as contract from 'ashlar/contract'
import { type EdgeReader, offerersOf } from './edge-reader.ts'

/**
 * The services that the framework asks for itself, such as the one by which it knows users: those its contract names.
 * A module built elsewhere names them by what it imports, one of this workspace by what stands behind it.
 */
const frameworkServices = Object.entries(contract).flatMap(([exported, value]) =>
  typeof value === 'object' && value.kind === 'service' ? [{ exported, name: value.name }] : [],
)

/** What the framework, and so each app, uses of modules. */
export const readServiceUses: EdgeReader = function* (_project, scope) {
  for (const app of scope.apps) {
    for (const { exported, name } of frameworkServices) {
      for (const module of new Set([...offerersOf(app, name), ...offerersOf(app, exported)])) {
        yield { from: app.package.name, to: scope.nameOf(module), by: name, optional: true }
      }
    }
  }
}
