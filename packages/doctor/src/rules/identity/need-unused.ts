import { findBeside } from '../../project/loaded-file.ts'
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
      const start = module.definition && findBeside(module.definition, module.declares.loads.start)
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
