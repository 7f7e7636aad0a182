import { importsOf, isShipped, packageOf } from '../../project/import-graph.ts'
import { defineRule } from '../../rule.ts'

/** ASH722: a package that serves all modules imports one of them. */
export const libraryKnowsModule = defineRule({
  code: 'ASH722',
  title: 'A library that knows a module',
  family: 'imports',
  level: 'error',
  atBoot: true,
  cause: 'What all modules stand on cannot stand on one of them: nobody could install it without that module.',
  remedy:
    'Declare a service for what the library wants, and let the module offer it; or move the code into the module.',
  fix: { none: 'Turning the dependency around is a decision about the design.' },
  *check(project) {
    for (const library of project.packages.filter(({ kind }) => kind === 'library')) {
      for (const file of library.sources.filter(isShipped)) {
        for (const { import: each, target } of importsOf(project, file)) {
          const owner = packageOf(target)
          const module = owner && project.moduleOf(owner)
          if (!module) continue
          yield {
            place: { file: file.path, line: each.at.line, column: each.at.column },
            message: `The library "${library.name}" imports ${each.specifier}, which belongs to module "${module.id}".`,
            modules: module.id === undefined ? [] : [module.id],
          }
        }
      }
    }
  },
})
