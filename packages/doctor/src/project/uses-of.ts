/** Where what modules declare is used: their permissions, routes and pages. */
import type { Use } from '../facts/uses.ts'
import { startOfFile } from '../source/position.ts'
import { listShipped } from './import-graph.ts'
import { declaresMembers, type Found, isOutside } from './lookup.ts'
import type { Project, SourceFile } from './project.ts'
import { memberNameOf, textOfValue } from './read-found.ts'

/** The call that declares something. */
export type Declaring = 'definePermissions' | 'defineRoutes' | 'definePages'

export interface Usage {
  readonly file: SourceFile
  readonly use: Use
}

export interface Uses {
  /** Each use of a member, by its name: `orders.read`. */
  readonly members: ReadonlyMap<string, readonly Usage[]>
  /** Each place where the whole is handed on, so that any member may be used there; by the module's id. */
  readonly wholes: ReadonlyMap<string, readonly Usage[]>
}

const known = new WeakMap<Project, Readonly<Record<Declaring, Uses>>>()

/** Every use of what modules declare with a call, in sources that ship. Definitions, which must name all, use nothing. */
export function usesOf(project: Project, declaring: Declaring): Uses {
  const found = known.get(project) ?? readUses(project)
  known.set(project, found)
  return found[declaring]
}

function readUses(project: Project): Readonly<Record<Declaring, Uses>> {
  const empty = () => ({ members: new Map<string, Usage[]>(), wholes: new Map<string, Usage[]>() })
  const found = { definePermissions: empty(), defineRoutes: empty(), definePages: empty() }
  const definitions = new Set(project.modules.map(({ definition }) => definition))
  const packages = [...project.packages, ...project.installedModules.map(({ package: of }) => of)]
  for (const file of listShipped(packages)) {
    for (const use of file.facts.uses) {
      const used = findUsed(use, file, project)
      if (!used || (used.isWhole && definitions.has(file))) continue
      const uses = used.isWhole ? found[used.declaring].wholes : found[used.declaring].members
      uses.set(used.name, [...(uses.get(used.name) ?? []), { file, use }])
    }
  }
  return found
}

interface Used {
  readonly declaring: Declaring
  /** `orders.read`; of a whole, `orders`. */
  readonly name: string
  readonly isWhole: boolean
}

/** What a use means. A path may go on behind a member: `routes.show.path`. */
function findUsed({ path }: Use, file: SourceFile, { lookup }: Project): Used | undefined {
  for (let length = 1; length <= path.length; length += 1) {
    const found = lookup.follow({ value: { kind: 'name', path: path.slice(0, length), at: startOfFile }, file })
    const member = findMember(found)
    if (member) return member
    if (length === path.length) return findWhole(found)
  }
  return undefined
}

const isDeclaring = (callee: string): callee is Declaring =>
  callee === 'definePermissions' || callee === 'defineRoutes' || callee === 'definePages'

function findMember(found: Found): Used | undefined {
  const callee = isOutside(found) ? undefined : found.member?.of.callee
  const name = callee === undefined ? undefined : memberNameOf(found, callee)
  return callee !== undefined && name !== undefined && isDeclaring(callee)
    ? { declaring: callee, name, isWhole: false }
    : undefined
}

function findWhole(found: Found): Used | undefined {
  if (isOutside(found) || found.value.kind !== 'call' || !declaresMembers(found.value)) return undefined
  const { callee, args } = found.value
  const name = textOfValue(args[0])
  return isDeclaring(callee) && name !== undefined ? { declaring: callee, name, isWhole: true } : undefined
}
