import { fileOf, findPaths, type ImportEdge, isValueImport } from '../../project/import-graph.ts'
import type { ModuleModel, Project, SourceFile } from '../../project/project.ts'
import { defineRule } from '../../rule.ts'

/** ASH712: a definition or a contract that does something when it is loaded. */
export const importHasEffect = defineRule({
  code: 'ASH712',
  title: 'An import that has an effect',
  family: 'identity',
  level: 'error',
  atBoot: true,
  cause:
    'Installing, listing and testing load definitions and contracts, also of modules that are off; so loading one must do nothing.',
  remedy: 'Move it into the behaviour, which runs when the module starts.',
  fix: { none: 'The behaviour has to do it, and to undo it when the module stops.' },
  *check(project) {
    for (const module of project.modules) {
      for (const file of listLoaded(project, module)) {
        for (const { what, at } of file.facts.effects) {
          yield {
            place: { file: file.path, line: at.line, column: at.column },
            message: `Loading the definition of module "${module.id ?? module.package.name}" runs ${what}.`,
            modules: module.id === undefined ? [] : [module.id],
          }
        }
      }
    }
  },
})

/** The module's own files that are loaded with its definition or its contract. */
function listLoaded(project: Project, { definition, contract, package: of }: ModuleModel): ReadonlySet<SourceFile> {
  const isOwn = (edge: ImportEdge) =>
    isValueImport(edge) && edge.import.kind !== 'dynamic' && fileOf(edge.target)?.package === of
  const loaded = new Set<SourceFile>()
  for (const start of [definition, contract]) {
    if (!start) continue
    loaded.add(start)
    findPaths(project, {
      start,
      follows: (edge) => {
        const file = isOwn(edge) ? fileOf(edge.target) : undefined
        if (file) loaded.add(file)
        return file !== undefined
      },
      finds: () => false,
    })
  }
  return loaded
}
