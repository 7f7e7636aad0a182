import { importsOf, isShipped, packageOf } from '../../project/import-graph.ts'
import { defineRule } from '../../rule.ts'

/** ASH723: an app that is imported from another package. */
export const appImported = defineRule({
  code: 'ASH723',
  title: 'An app that is imported',
  family: 'imports',
  level: 'error',
  atBoot: true,
  cause:
    'An app is the end of all dependencies: what imports it can be used in no other app, and nothing below it can be built alone.',
  remedy: 'Move what is needed into a module or a library, and import it from there.',
  fix: { none: 'Where the code belongs is a decision.' },
  *check(project) {
    for (const file of project.files.values()) {
      if (!isShipped(file)) continue
      for (const { import: each, target } of importsOf(project, file)) {
        const owner = packageOf(target)
        if (owner?.kind !== 'app' || owner === file.package) continue
        const id = project.moduleOf(file.package)?.id
        yield {
          place: { file: file.path, line: each.at.line, column: each.at.column },
          message: `"${file.package.name}" imports ${each.specifier}, which belongs to the app "${owner.name}".`,
          modules: id === undefined ? [] : [id],
        }
      }
    }
  },
})
