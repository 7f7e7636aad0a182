import type { Value } from '../../facts/values.ts'
import type { PackageModel } from '../../project/project.ts'
import { defineRule } from '../../rule.ts'
import { findProperty } from '../../source/json-source.ts'

/** ASH841: an export that leads to a file which is not there. */
export const exportsTargetMissing = defineRule({
  code: 'ASH841',
  title: 'An export that leads nowhere',
  family: 'packages',
  level: 'error',
  cause: 'Who imports it gets an error that names the package and not the mistake.',
  remedy: 'Correct the path in "exports", or add the file.',
  fix: { none: 'Which file was meant is not known.' },
  *check(project) {
    for (const of of project.packages) {
      if (listPaths(of.manifest.exports).every((path) => isThere(of, path))) continue
      const exports = findProperty(of.json, 'exports')?.value
      for (const { path, at } of exports ? listTargets(exports) : []) {
        if (isThere(of, path)) continue
        const id = project.moduleOf(of)?.id
        yield {
          place: { file: of.json.path, line: at.line, column: at.column },
          message: `"${of.name}" exports ${path}, and there is no such file.`,
          modules: id === undefined ? [] : [id],
        }
      }
    }
  },
})

function* listTargets(value: Value): Generator<{ readonly path: string; readonly at: Value['at'] }> {
  if (value.kind === 'literal' && typeof value.value === 'string') yield { path: value.value, at: value.at }
  if (value.kind === 'list') for (const item of value.items) yield* listTargets(item)
  if (value.kind === 'object')
    for (const property of Object.values(value.properties)) yield* listTargets(property.value)
}

function listPaths(exports: unknown): string[] {
  if (typeof exports === 'string') return [exports]
  return typeof exports === 'object' && exports !== null ? Object.values(exports).flatMap(listPaths) : []
}

/** What a build makes is not among the files that were listed, so nothing is said about it. */
function isThere({ fileNames }: PackageModel, path: string): boolean {
  if (path.includes('*')) return true
  const plain = path.replace(/^\.\//, '')
  return /^(?:dist|build)\//.test(plain) || fileNames.includes(plain)
}
