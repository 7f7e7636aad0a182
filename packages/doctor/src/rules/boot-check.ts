/** The checks of a boot, each with its place: what production refuses to start with is seen in the sources first. */
import type { AshlarError } from 'ashlar/contract'
import { checkModules } from 'ashlar/module'
import type { Place, Report } from '../finding.ts'
import type { ModuleModel, Project } from '../project/project.ts'
import { defineRule, type Rule } from '../rule.ts'

type Details = Readonly<Record<string, unknown>>

interface BootCheck extends Pick<Rule, 'code' | 'title' | 'family' | 'cause' | 'remedy' | 'fix'> {
  /** Where it stands, and what to do there; the first module's definition when it cannot be told. */
  readonly locate?: (involved: readonly ModuleModel[], details: Details, project: Project) => Located | undefined
}

export interface Located {
  readonly place: Place
  readonly remedy?: string
}

const problemsOf = new WeakMap<Project, readonly AshlarError[]>()

/** What only an app decides: whether somebody offers a service, or declares a permission. */
const needsWholeApp: ReadonlySet<string> = new Set(['ASH110', 'ASH114'])

/** What the boots of a project would say, of each app with its modules. Computed once a project, for all rules. */
function listProblems(project: Project): readonly AshlarError[] {
  const known = problemsOf.get(project)
  if (known) return known
  const used = new Set(project.apps.flatMap(({ modules }) => modules))
  const unused = project.modules.filter((module) => !used.has(module))
  const problems = [
    ...project.apps.flatMap(({ modules }) => checkSet(modules)),
    ...checkSet(unused).filter(({ code }) => !needsWholeApp.has(code)),
  ]
  const distinct = [...new Map(problems.map((problem) => [problem.message, problem])).values()]
  problemsOf.set(project, distinct)
  return distinct
}

const checkSet = (modules: readonly ModuleModel[]): AshlarError[] =>
  checkModules(
    modules.flatMap(({ manifest }) => manifest ?? []),
    {},
  )

/** Makes the rule that shows one problem of a boot in the sources. */
export function bootCheck({ locate, ...rule }: BootCheck): Rule {
  return defineRule({
    ...rule,
    level: 'error',
    *check(project) {
      for (const { code, sentence, details } of listProblems(project)) {
        if (code !== rule.code) continue
        const involved = listInvolved(details, project)
        const [first] = involved
        if (!first) continue
        yield {
          ...(locate?.(involved, details, project) ?? { place: placeOfDefinition(first) }),
          message: sentence,
          modules: involved.flatMap(({ id }) => id ?? []),
        } satisfies Report
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
