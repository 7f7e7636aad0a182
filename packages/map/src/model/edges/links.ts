import {
  type ImportEdge,
  importsOf,
  isOutside,
  isShipped,
  type ModuleModel,
  type Project,
  packageOf,
} from '@ashlar/doctor/project'
import type { Scope } from '../scope.ts'
import type { EdgeReader, Joint } from './edge-reader.ts'

/** Where the files and the menu of a module lead to routes of another one. */
export const readLinks: EdgeReader = function* (project, scope) {
  for (const module of scope.modules) {
    yield* readMenu(module, scope)
    for (const file of module.package.sources.filter(isShipped)) {
      // What the definition imports routes for is its menu.
      if (file === module.definition) continue
      for (const edge of importsOf(project, file)) {
        const owner = packageOf(edge.target)
        const other = owner && owner !== module.package ? project.moduleOf(owner) : undefined
        if (!other || !scope.modules.includes(other) || !importsRoutes(project, edge)) continue
        yield join(module, other, file.inPackage.replace(/^src\//, ''), scope)
      }
    }
  }
}

function* readMenu(module: ModuleModel, scope: Scope): Iterable<Joint> {
  for (const { route } of module.declares.menu) {
    const owner = route?.split('.')[0]
    const other = owner === module.id ? undefined : scope.modules.find(({ id }) => id === owner)
    if (other) yield join(module, other, 'menu', scope)
  }
}

const join = (module: ModuleModel, other: ModuleModel, by: string, scope: Scope): Joint => ({
  from: scope.nameOf(module),
  to: scope.nameOf(other),
  by,
  optional: false,
})

/** Whether one of the imported names is what `defineRoutes` has made. */
function importsRoutes({ lookup }: Project, { from, import: { kind, typeOnly, names, at } }: ImportEdge): boolean {
  if (kind !== 'static' || typeOnly) return false
  return names.some(({ local }) => {
    const found = lookup.follow({ value: { kind: 'name', path: [local], at }, file: from })
    return !isOutside(found) && found.value.kind === 'call' && found.value.callee === 'defineRoutes'
  })
}
