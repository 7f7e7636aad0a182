import { importsOf, isShipped } from '../../project/import-graph.ts'
import { defineRule } from '../../rule.ts'

/** ASH733: an import whose target is computed. */
export const hiddenImport = defineRule({
  code: 'ASH733',
  title: 'An import that hides where it leads',
  family: 'imports',
  level: 'error',
  atBoot: true,
  cause: 'What is imported by a computed path passes every wall unseen, and no bundler can follow it.',
  remedy: 'Write the path as text; choose between several with a table of () => import(…).',
  fix: { none: 'The paths it may take have to be listed.' },
  *check(project) {
    for (const { id, package: of } of project.modules) {
      for (const file of of.sources.filter(isShipped)) {
        for (const { import: each, target } of importsOf(project, file)) {
          if (target.kind !== 'unknown') continue
          yield {
            place: { file: file.path, line: each.at.line, column: each.at.column },
            message: `${file.inPackage} imports a file whose path is computed when the program runs.`,
            modules: id === undefined ? [] : [id],
          }
        }
      }
    }
  },
})
