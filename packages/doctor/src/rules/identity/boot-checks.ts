/** What a boot refuses for what modules are, and for how they fit together. */
import type { Declared } from '../../project/declarations.ts'
import { importsOf, packageOf } from '../../project/import-graph.ts'
import type { ModuleModel, Project } from '../../project/project.ts'
import type { Rule } from '../../rule.ts'
import { bootCheck, type Located, type Surroundings } from '../boot-check.ts'

const find = (declared: readonly Declared[], name: unknown): Located | undefined =>
  declared.find((candidate) => candidate.name === name)

export const identityBootChecks: readonly Rule[] = [
  bootCheck({
    code: 'ASH106',
    title: 'A module id of a wrong form',
    family: 'identity',
    cause:
      'The id is a schema of the database, a part of addresses and the beginning of names, so it has to be all of these.',
    remedy: 'Use lower-case letters, digits and hyphens or underscores, starting with a letter, at most 40.',
    fix: { none: 'The id names the module everywhere, data included.' },
  }),
  bootCheck({
    code: 'ASH107',
    title: 'A module id that is reserved',
    family: 'identity',
    cause: 'The framework or the database uses the name already where the module’s id would stand.',
    remedy: 'Choose another id.',
    fix: { none: 'The id names the module everywhere, data included.' },
  }),
  bootCheck({
    code: 'ASH108',
    title: 'Two modules with one id',
    family: 'identity',
    cause: 'Both would use the same tables, addresses and permissions.',
    remedy: 'Uninstall one of them, or give it another id.',
    fix: { none: 'Which of the two keeps the id is a decision.' },
  }),
  bootCheck({
    code: 'ASH110',
    title: 'A need that nobody offers',
    family: 'identity',
    cause: 'The module cannot start without the service.',
    remedy: 'Install a module that offers the service, or make the need optional().',
    fix: { none: 'Whether the module can do without is a decision.' },
    locate: ([module], { name }) => find(module?.declares.needs ?? [], name),
  }),
  bootCheck({
    code: 'ASH111',
    title: 'Two offers of one service',
    family: 'identity',
    cause: 'Whoever needs the service could not tell which of the two it gets.',
    remedy: 'Leave one; a module can be switched off with modules.exclude in app.config.ts.',
    fix: { none: 'Which of the two stays is a decision.' },
    locate: ([module], { service }) => module?.declares.offers.find((offer) => offer.service === service),
  }),
  bootCheck({
    code: 'ASH112',
    title: 'Modules that need each other in a circle',
    family: 'identity',
    cause:
      'Modules in a circle can only be started, tested and released together: they are one module in several folders.',
    remedy: 'Turn one need into an event, or move what both need into a third module.',
    fix: { none: 'Which need is the one to give up is a decision about the design.' },
    locate: findCheapestCut,
  }),
  bootCheck({
    code: 'ASH118',
    title: 'A name that belongs to another module',
    family: 'identity',
    cause: 'The beginning of a name tells its owner: pages, permissions and events begin with the id of their module.',
    remedy: 'Begin the name with the module’s own id.',
    fix: { none: 'Others may use the name already.' },
    locate: ([module], { name }) =>
      find(
        [
          ...(module?.declares.pages ?? []),
          ...(module?.declares.permissions ?? []),
          ...(module?.declares.events ?? []),
        ],
        name,
      ),
  }),
  bootCheck({
    code: 'ASH125',
    title: 'A need or an offer under a name that is taken',
    family: 'identity',
    cause: 'Every behaviour receives something of its own under that name.',
    remedy: 'Choose another name.',
    fix: { none: 'The behaviour uses the name too.' },
    locate: ([module], { name }) => find([...(module?.declares.needs ?? []), ...(module?.declares.offers ?? [])], name),
  }),
  bootCheck({
    code: 'ASH127',
    title: 'A file that two modules import',
    family: 'identity',
    cause: 'Each file of a seed has one module that loads it; two would both add its rows.',
    remedy: 'Let one of them take it, or rename the file.',
    fix: { none: 'Which of them takes the file is a decision.' },
    locate: ([module], { file }) => module?.declares.imports.find((each) => each.file === file),
  }),
  bootCheck({
    code: 'ASH135',
    title: 'A module that needs its own service',
    family: 'identity',
    cause: 'A module would wait for itself to start.',
    remedy: 'Drop the need, and use its own code directly.',
    fix: { none: 'The behaviour has to call its own code instead.' },
    locate: ([module], { name }) => find(module?.declares.needs ?? [], name),
  }),
]

/** The need of the circle for which the fewest imports are made. */
function findCheapestCut(
  circle: readonly ModuleModel[],
  _details: unknown,
  { project }: Surroundings,
): Located | undefined {
  const cuts = circle.flatMap((module, index) => {
    const next = circle[(index + 1) % circle.length]
    const services = new Set(next?.declares.offers.map(({ service }) => service))
    const need = module.declares.needs.find(({ service }) => services.has(service))
    return next && need ? [{ module, next, need, uses: countUses(project, module, next) }] : []
  })
  const [cheapest] = cuts.toSorted((one, other) => one.uses - other.uses)
  if (!cheapest) return undefined
  const { module, next, need, uses } = cheapest
  const times = uses === 1 ? 'once' : `${uses} times`
  return {
    place: need.place,
    remedy: `The cheapest cut is here: module "${module.id}" imports from "${next.id}" only ${times}. Turn this need into an event, or move what both need into a third module.`,
  }
}

function countUses(project: Project, from: ModuleModel, to: ModuleModel): number {
  return from.package.sources
    .flatMap((file) => importsOf(project, file))
    .filter(({ target }) => packageOf(target) === to.package).length
}
