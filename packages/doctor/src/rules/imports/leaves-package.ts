import { importsOf } from '../../project/import-graph.ts'
import { defineRule } from '../../rule.ts'

/** ASH732: a relative path that leaves its package. */
export const leavesPackage = defineRule({
  code: 'ASH732',
  title: 'A relative path out of the package',
  family: 'imports',
  level: 'error',
  atBoot: true,
  cause:
    'Such a path holds only where both packages stand beside each other: the published package cannot be installed.',
  remedy: 'Import the other package by its name, and declare it in package.json.',
  fix: { none: 'Which door of the other package to take is a decision.' },
  *check(project) {
    for (const file of project.files.values()) {
      for (const { import: each, target } of importsOf(project, file)) {
        if (target.kind !== 'file' || target.file.package === file.package || file.package.kind === 'root') continue
        const other = target.file.package
        // Into another module it is that module's inside, which has a code of its own.
        if (project.moduleOf(file.package) && project.moduleOf(other)) continue
        const id = project.moduleOf(file.package)?.id
        yield {
          place: { file: file.path, line: each.at.line, column: each.at.column },
          message: `${file.path} imports ${each.specifier}, which lies outside of "${file.package.name}", in "${other.name}".`,
          remedy: `Import it from "${other.name}", and declare that package in ${file.package.json.path}.`,
          modules: id === undefined ? [] : [id],
        }
      }
    }
  },
})
