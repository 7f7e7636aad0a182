import { posix } from 'node:path'
import type { ModuleModel, SourceFile } from '../../project/project.ts'
import { defineRule } from '../../rule.ts'

/** ASH711: a need that the behaviour never takes. */
export const needUnused = defineRule({
  code: 'ASH711',
  title: 'A need that is never used',
  family: 'identity',
  level: 'warning',
  cause: 'The module waits for a service it has no use for, and cannot be installed without it.',
  remedy: 'Drop the need, and the dependency in package.json if nothing else asks for it.',
  fix: { none: 'The dependency in package.json may serve something else.' },
  *check({ modules }) {
    for (const module of modules) {
      const start = findBehaviour(module)
      const taken = start?.facts.given
      if (!start || !taken || taken === 'all') continue
      for (const { name, service, place } of module.declares.needs) {
        if (taken.includes(name)) continue
        yield {
          place,
          message: `Module "${module.id}" needs the service "${service}" (as "${name}"), and its behaviour in ${start.inPackage} never takes it.`,
          modules: module.id === undefined ? [] : [module.id],
        }
      }
    }
  },
})

/** The file that the definition loads as its behaviour. */
function findBehaviour({ definition, declares, package: of }: ModuleModel): SourceFile | undefined {
  const start = declares.loads.start
  if (!definition || start === undefined) return undefined
  const path = posix.join(posix.dirname(definition.inPackage), start)
  return of.sources.find(({ inPackage }) => inPackage === path)
}
