import { importsOf } from '../../project/import-graph.ts'
import { defineRule } from '../../rule.ts'

/** ASH734: an import of a file that is not there. */
export const importMissing = defineRule({
  code: 'ASH734',
  title: 'An import that leads nowhere',
  family: 'imports',
  level: 'error',
  cause: 'The file is not there, or its name is written in another case, which some file systems let pass.',
  remedy: 'Correct the path, or add the file.',
  fix: { none: 'Which file was meant is not known.' },
  *check(project) {
    for (const file of project.files.values()) {
      for (const { import: each, target } of importsOf(project, file)) {
        // A virtual module of a bundler has a colon in its name, and a bundler's answer.
        if (target.kind !== 'missing' || each.specifier?.includes(':')) continue
        const id = project.moduleOf(file.package)?.id
        yield {
          place: { file: file.path, line: each.at.line, column: each.at.column },
          message: `${file.path} imports ${each.specifier}, and there is no such file.`,
          modules: id === undefined ? [] : [id],
        }
      }
    }
  },
})
