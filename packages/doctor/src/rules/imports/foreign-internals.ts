import type { Import } from '../../facts/imports.ts'
import type { Edit } from '../../finding.ts'
import { importsOf, packageOf } from '../../project/import-graph.ts'
import type { PackageModel, SourceFile } from '../../project/project.ts'
import { defineRule } from '../../rule.ts'

/** What every module opens to others; `testing` is for their tests. */
const doors: ReadonlySet<string> = new Set(['contract', 'testing', 'package.json'])

/** ASH720: an import of another module's inside. */
export const foreignInternals = defineRule({
  code: 'ASH720',
  title: 'Another module’s internals',
  family: 'imports',
  level: 'error',
  atBoot: true,
  cause:
    'What is not in a module’s contract may change at any time, and an import of it ties two modules to one release.',
  remedy: 'Import it from the other module’s contract, or have its owner add it there.',
  fix: { where: 'the other module’s contract exports the same names' },
  *check(project) {
    for (const module of project.modules) {
      for (const file of module.package.sources) {
        for (const { import: each, target } of importsOf(project, file)) {
          const owner = packageOf(target)
          const other = owner && owner !== module.package ? project.moduleOf(owner) : undefined
          if (!owner || !other || (target.kind === 'package' && isOpen(target.subpath, file))) continue
          const { line, column } = each.at
          const fix = throughContract(each, other.contract, owner, file)
          yield {
            place: { file: file.path, line, column },
            message: `Module "${module.id ?? module.package.name}" imports ${each.specifier}, which is inside of module "${other.id ?? owner.name}".`,
            remedy: `Import from "${owner.name}/contract" instead, or have its owner add what you need there.`,
            modules: [module.id, other.id].filter((id) => id !== undefined),
            ...(fix ? { fix: [fix] } : {}),
          }
        }
      }
    }
  },
})

function isOpen(subpath: string, from: SourceFile): boolean {
  const door = subpath.split('/')[0] ?? ''
  if (!doors.has(door)) return false
  return door !== 'testing' || from.room === 'tests' || from.room === 'testing'
}

/** Leads the import to the contract, when all that it names is there. */
function throughContract(
  each: Import,
  contract: SourceFile | undefined,
  owner: PackageModel,
  file: SourceFile,
): Edit | undefined {
  const exported = new Set(contract?.facts.exports.map(({ name }) => name))
  if (each.names.length === 0 || !each.names.every(({ imported }) => exported.has(imported))) return undefined
  return { file: file.path, start: each.at.start, end: each.at.end, text: `'${owner.name}/contract'` }
}
