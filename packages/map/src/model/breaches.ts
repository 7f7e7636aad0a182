import { catalogue, type Finding } from '@ashlar/doctor'
import type { ModuleModel } from '@ashlar/doctor/project'
import type { Breach, Crossing } from './project-map.ts'
import type { Scope } from './scope.ts'
import { compareTexts, sortedBy } from './sorted.ts'

const families: ReadonlySet<string> = new Set(['identity', 'imports'])

/** The codes that a map looks for: what modules are, and what imports what. */
export const lookedFor: readonly string[] = catalogue
  .filter(({ family }) => families.has(family))
  .map(({ code }) => code)

/** Breaches of a module's wall whose other side is no module: a need nobody offers, a foreign name, an app, a library. */
const otherSideIsNoModule: ReadonlySet<string> = new Set(['ASH110', 'ASH118', 'ASH722', 'ASH723', 'ASH732'])
/** What these find goes round: each module in the list leads to the next, and the last to the first. */
const circles: ReadonlySet<string> = new Set(['ASH112'])

interface FoundBreaches {
  readonly findings: readonly Finding[]
  readonly passed: readonly Finding[]
}

/** What the doctor found that crosses the wall of a module. */
export function readBreaches(scope: Scope, { findings, passed }: FoundBreaches): Breach[] {
  const describe = (finding: Finding, known: boolean) => {
    const modules = findModules(finding, scope)
    const crosses = modules.length > 1 || otherSideIsNoModule.has(finding.code)
    return modules.length > 0 && crosses ? [describeBreach(finding, modules, known)] : []
  }
  const breaches = [
    ...findings.flatMap((finding) => describe(finding, false)),
    ...passed.flatMap((finding) => describe(finding, true)),
  ]
  return sortedBy(
    new Map(breaches.map((breach) => [JSON.stringify(breach), breach])).values(),
    ({ modules }) => modules.join('\n'),
    ({ code }) => code,
    ({ file }) => file,
    ({ message }) => message,
  )
}

function describeBreach(finding: Finding, modules: readonly string[], known: boolean): Breach {
  const { code, message, remedy, place } = finding
  return { code, message, remedy, file: place.file, modules, crossings: listCrossings(code, modules), known }
}

/** The modules a finding is about, by their names on the map. Of two with one id both are meant. */
function findModules({ modules }: Finding, { nameOf, modules: shown }: Scope): string[] {
  const found = modules.flatMap((id) => shown.filter((module) => isCalled(module, id)).map(nameOf))
  return [...new Set(found)]
}

const isCalled = (module: ModuleModel, id: string): boolean => (module.id ?? module.package.name) === id

function listCrossings(code: string, modules: readonly string[]): Crossing[] {
  const [first = ''] = modules
  if (circles.has(code)) return modules.map((from, index) => ({ from, to: modules[index + 1] ?? first }))
  return modules
    .slice(1)
    .toSorted(compareTexts)
    .map((to) => ({ from: first, to }))
}
