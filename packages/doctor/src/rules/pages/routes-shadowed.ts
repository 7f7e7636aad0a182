import type { DeclaredRoute } from '../../project/declarations.ts'
import { isOutside, type Lookup } from '../../project/lookup.ts'
import type { ModuleModel, Project } from '../../project/project.ts'
import { defineRule } from '../../rule.ts'

/** ASH776: a route with a parameter, from which other routes take some of the values. */
export const routesShadowed = defineRule({
  code: 'ASH776',
  title: 'Routes that shadow each other',
  family: 'pages',
  level: 'warning',
  cause:
    'A request that fits two paths goes to the one that spells it out; a parameter never holds the words that others spell out.',
  remedy: 'Give the parameter a schema that refuses these words, such as typeid(), or change one of the paths.',
  fix: { none: 'Which values the parameter takes, and which of the paths may change, is a decision.' },
  *check(project) {
    for (const [{ module, route }, winners] of findShadowed(project)) {
      const others = winners.map((winner) => `"${winner.id}" (${winner.path})`)
      const more = others.length > mostNamed ? ` and ${others.length - mostNamed} more` : ''
      yield {
        place: route.place,
        message: `The route "${route.id}" (${route.method} ${route.path}) does not get the requests that fit ${others.slice(0, mostNamed).join(' and ')}${more} as well.`,
        modules: module.id === undefined ? [] : [module.id],
      }
    }
  },
})

const mostNamed = 3

interface Candidate {
  readonly module: ModuleModel
  readonly route: DeclaredRoute
  readonly segments: readonly string[]
  /** Its parameters that take any text. */
  readonly open: ReadonlySet<string>
}

/** Each route that loses requests, with those that take them. */
function findShadowed(project: Project): ReadonlyMap<Candidate, readonly DeclaredRoute[]> {
  const found = new Map<Candidate, Set<DeclaredRoute>>()
  const known = new Map<ModuleModel, readonly Candidate[]>()
  const candidatesOf = (module: ModuleModel): readonly Candidate[] => {
    const candidates = known.get(module) ?? listCandidates(module, project.lookup)
    known.set(module, candidates)
    return candidates
  }
  for (const modules of listSets(project)) {
    const groups = Map.groupBy(
      modules.flatMap(candidatesOf),
      ({ route, segments }) => `${route.method} ${segments.length}`,
    )
    for (const group of groups.values()) {
      const byStart = Map.groupBy(group, ({ segments: [first] }) => first)
      for (const loser of group.filter(({ module, open }) => open.size > 0 && !module.package.installed)) {
        const [first] = loser.segments
        const others = isParameter(first) ? group : (byStart.get(first) ?? [])
        const winners = others.filter((winner) => takesFrom(winner, loser)).map(({ route }) => route)
        if (winners.length > 0) found.set(loser, new Set([...(found.get(loser) ?? []), ...winners]))
      }
    }
  }
  return new Map([...found].map(([loser, winners]) => [loser, [...winners]]))
}

/** The modules that run together: those of each app, and each that no app has by itself. */
function listSets({ apps, modules }: Project): readonly (readonly ModuleModel[])[] {
  const used = new Set(apps.flatMap((app) => app.modules))
  return [...apps.map((app) => app.modules), ...modules.filter((module) => !used.has(module)).map((module) => [module])]
}

function listCandidates(module: ModuleModel, lookup: Lookup): Candidate[] {
  return module.declares.routes.map((route) => {
    const segments = route.path.split('/').slice(1)
    const parameters = segments.filter(isParameter)
    return { module, route, segments, open: new Set(parameters.filter((name) => takesAnyText(route, name, lookup))) }
  })
}

const isParameter = (segment: string | undefined): boolean => segment?.startsWith(':') ?? false

/** Whether a parameter, `:id`, has no schema, or one that any text fits. One that cannot be read is taken to be choosy. */
function takesAnyText({ options }: DeclaredRoute, name: string, lookup: Lookup): boolean {
  const params = options && lookup.property(options, 'params')
  if (!options || !params) return !options || lookup.isComplete(options)
  const schema = lookup.property(params, name.slice(1))
  if (!schema) return lookup.isComplete(params)
  return !isOutside(schema) && schema.value.kind === 'call' && schema.value.callee === 'z.string'
}

/** Whether a route gets requests that fit another one too: it spells out what is a parameter of the other. */
function takesFrom(winner: Candidate, loser: Candidate): boolean {
  const pairs = winner.segments.map((segment, index) => [segment, loser.segments[index] ?? ''] as const)
  // The router decides at the first segment in which the two differ.
  const decisive = pairs.find(([one, other]) => isParameter(one) !== isParameter(other))
  return decisive !== undefined && isParameter(decisive[1]) && pairs.every(([one, other]) => overlap(one, other))

  function overlap(one: string, other: string): boolean {
    if (!isParameter(one) && !isParameter(other)) return one === other
    // Parameters of one name in one module are the same thing, whatever schema they have.
    if (one === other && winner.module === loser.module) return true
    return winner.open.has(one) || loser.open.has(other)
  }
}
