/** The checks of a boot, each with its place: what production refuses to start with is seen in the sources first. */
import type { AshlarError } from 'ashlar/contract'
import { checkModules } from 'ashlar/module'
import type { Place, Report } from '../finding.ts'
import type { AppModel, ModuleModel, Project } from '../project/project.ts'
import { defineRule, type Rule } from '../rule.ts'

type Details = Readonly<Record<string, unknown>>

interface BootCheck extends Pick<Rule, 'code' | 'title' | 'family' | 'cause' | 'remedy' | 'fix'> {
  /** Where it stands, and what to do there; the first module's definition when it cannot be told. */
  readonly locate?: (involved: readonly ModuleModel[], details: Details, around: Surroundings) => Located | undefined
}

export interface Surroundings {
  readonly project: Project
  /** The app whose boot it is; absent for modules that no app has. */
  readonly app: AppModel | undefined
}

export interface Located {
  readonly place: Place
  readonly remedy?: string
}

interface Problem {
  readonly error: AshlarError
  readonly app: AppModel | undefined
}

const problemsOf = new WeakMap<Project, readonly Problem[]>()

/** What only an app decides: whether somebody offers a service, declares a permission or a flag, or publishes an event. */
const needsWholeApp: ReadonlySet<string> = new Set(['ASH110', 'ASH114', 'ASH490', 'ASH491', 'ASH542'])
/** What can only be said when a part of every definition could be read whole. */
const needsWhole: Readonly<Record<string, ReadonlySet<string>>> = {
  permissions: new Set(['ASH114', 'ASH124']),
  publishes: new Set(['ASH490', 'ASH491', 'ASH492']),
  flags: new Set(['ASH542']),
}

/** What the boots of a project would say, of each app with its modules. Computed once a project, for all rules. */
function listProblems(project: Project): readonly Problem[] {
  const known = problemsOf.get(project)
  if (known) return known
  const used = new Set(project.apps.flatMap(({ modules }) => modules))
  const unused = project.modules.filter((module) => !used.has(module))
  const problems = [
    ...project.apps.flatMap((app) => checkSet(app.modules, app)),
    ...checkSet(unused, undefined).filter(({ error }) => !needsWholeApp.has(error.code)),
  ]
  problemsOf.set(project, problems)
  return problems
}

function checkSet(modules: readonly ModuleModel[], app: AppModel | undefined): Problem[] {
  const grants = Map.groupBy(app?.declares.grants ?? [], ({ role }) => role)
  const roles = [...grants].map(([role, granted]) => [role, granted.map(({ pattern }) => pattern)] as const)
  const manifests = modules.flatMap(({ manifest }) => manifest ?? [])
  const partial = new Set(modules.flatMap(({ declares }) => declares.partial))
  const isOpen = (code: string) => [...partial].some((part) => needsWhole[part]?.has(code))
  return checkModules(manifests, { roles: Object.fromEntries(roles) })
    .filter(({ code }) => !isOpen(code))
    .map((error) => ({ error, app }))
}

/** Makes the rule that shows one problem of a boot in the sources. */
export function bootCheck({ locate, ...rule }: BootCheck): Rule {
  return defineRule({
    ...rule,
    level: 'error',
    *check(project) {
      const told = new Set<string>()
      for (const { error, app } of listProblems(project)) {
        const { code, sentence, details } = error
        if (code !== rule.code) continue
        const involved = listInvolved(details, project)
        const [first] = involved
        const located = locate?.(involved, details, { project, app }) ?? (first && { place: placeOfDefinition(first) })
        if (!located) continue
        // Two apps with the same modules have the same problems.
        const { file, line, column } = located.place
        const key = `${file}:${line}:${column} ${sentence}`
        if (told.has(key)) continue
        told.add(key)
        yield { ...located, message: sentence, modules: involved.flatMap(({ id }) => id ?? []) } satisfies Report
      }
    },
  })
}

/** The project's own modules that the details of a problem name, by id or by package. */
function listInvolved(details: Details, { modules }: Project): ModuleModel[] {
  const names = [details.module, details.modules, details.circle, details.packageName, details.packageNames].flat()
  const routes = Array.isArray(details.routes) ? details.routes : []
  const owners = routes.map(({ route }: { readonly route: string }) => route.split('.')[0])
  return [...new Set([...names, ...owners])].flatMap((name) =>
    modules.filter(({ id, package: of }) => id === name || of.name === name),
  )
}

/** Where a module says its id; its package.json when it has no definition that can be read. */
export function placeOfDefinition({ declares, definition, package: of }: ModuleModel): Place {
  return declares.id?.place ?? { file: definition?.path ?? of.json.path, line: 1, column: 1 }
}
