import { importsOf } from '../../project/import-graph.ts'
import { defineRule } from '../../rule.ts'

/** ASH730: an import of what a package does not export. */
export const deepImport = defineRule({
  code: 'ASH730',
  title: 'A deep import through a package',
  family: 'imports',
  level: 'error',
  atBoot: true,
  cause:
    'What a package does not export is its inside, and breaks with its next release, or at once where Node loads it.',
  remedy: 'Import from a door that the package exports, or have its owner add one.',
  fix: { none: 'Which door to take, or to add, is a decision.' },
  *check(project) {
    for (const file of project.files.values()) {
      for (const { import: each, target } of importsOf(project, file)) {
        if (
          target.kind !== 'package' ||
          project.moduleOf(target.package) ||
          isExported(target.subpath, target.package.manifest.exports)
        )
          continue
        const id = project.moduleOf(file.package)?.id
        yield {
          place: { file: file.path, line: each.at.line, column: each.at.column },
          message: `"${file.package.name}" imports ${each.specifier}, which "${target.package.name}" does not export.`,
          modules: id === undefined ? [] : [id],
        }
      }
    }
  },
})

/** Whether `exports` of a package.json has a key for a path. Without `exports`, all of a package is open. */
function isExported(subpath: string, exports: unknown): boolean {
  if (exports === undefined) return true
  if (typeof exports === 'string' || exports === null) return subpath === ''
  const keys = Object.keys(exports as object)
  if (!keys.some((key) => key.startsWith('.'))) return subpath === ''
  const wanted = subpath === '' ? '.' : `./${subpath}`
  return keys.some((key) => {
    const [before = '', after] = key.split('*')
    return after === undefined ? key === wanted : wanted.startsWith(before) && wanted.endsWith(after)
  })
}
