import type { ImportEdge } from '../../project/import-graph.ts'
import { importsOf, isShipped, packageOf } from '../../project/import-graph.ts'
import type { ModuleModel, Project } from '../../project/project.ts'
import { defineRule } from '../../rule.ts'

/** ASH721: a module uses another one without needing anything of it. */
export const needUndeclared = defineRule({
  code: 'ASH721',
  title: 'Another module without a declared need',
  family: 'imports',
  level: 'error',
  atBoot: true,
  cause:
    'Boot order, the map of modules and what may be switched off follow the needs; an import that none of them shows is a wall with a hole.',
  remedy:
    'Declare the other module’s service among the needs of the definition, as optional() when the module can do without.',
  fix: { none: 'Which service is needed, and whether the module can do without it, is a decision.' },
  *check(project) {
    for (const module of project.modules) {
      const needed = new Set(module.declares.needs.map(({ service }) => service))
      const heard = module.declares.listens.map(({ event }) => event.slice(0, event.indexOf('.')))
      for (const [other, [first]] of importsByModule(project, module)) {
        const { offers } = other.declares
        // A module that offers nothing can only be imported; that its package is declared is held by another rule.
        if (!first || offers.length === 0 || offers.some(({ service }) => needed.has(service))) continue
        // To listen is to say so: it stands in the manifest, and boot holds it against what is published.
        if (other.id !== undefined && heard.includes(other.id)) continue
        const services = offers.map(({ service }) => service).join(' or ')
        yield {
          place: { file: first.from.path, line: first.import.at.line, column: first.import.at.column },
          message: `Module "${module.id}" imports from module "${other.id}", but its definition needs nothing that "${other.id}" offers.`,
          remedy: `Add ${services} to the needs in ${module.definition?.path ?? module.package.json.path}, as optional() when "${module.id}" can do without.`,
          modules: [module.id, other.id].filter((id) => id !== undefined),
        }
      }
    }
  },
})

function importsByModule(project: Project, module: ModuleModel): Map<ModuleModel, ImportEdge[]> {
  const byModule = new Map<ModuleModel, ImportEdge[]>()
  for (const file of module.package.sources.filter(isShipped)) {
    for (const edge of importsOf(project, file)) {
      const owner = packageOf(edge.target)
      const other = owner && owner !== module.package ? project.moduleOf(owner) : undefined
      if (other) byModule.set(other, [...(byModule.get(other) ?? []), edge])
    }
  }
  return byModule
}
