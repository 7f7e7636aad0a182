/** What a boot refuses for the events that modules publish and listen to. */
import type { ModuleModel } from '../../project/project.ts'
import type { Rule } from '../../rule.ts'
import { bootCheck, type Located } from '../boot-check.ts'

/** The handler that the details of a problem name. */
const findListener = (
  [module]: readonly ModuleModel[],
  { listener }: { readonly listener?: unknown },
): Located | undefined => module?.declares.listens.find(({ name }) => name === listener)

export const listenChecks: readonly Rule[] = [
  bootCheck({
    code: 'ASH490',
    title: 'An event that its module does not publish',
    family: 'identity',
    cause: 'The handler would wait for ever for something that never happens.',
    remedy: 'Correct the name, or add the event to publishes in the definition of its module.',
    fix: { none: 'Whether the name is wrong or the event is missing is not known.' },
    locate: findListener,
  }),
  bootCheck({
    code: 'ASH491',
    title: 'An event of a module that is not there',
    family: 'identity',
    cause: 'Nobody publishes what the handler is for.',
    remedy: 'Install the module, or listen with { optional: true }.',
    fix: { none: 'Whether the module can do without is a decision.' },
    locate: findListener,
  }),
  bootCheck({
    code: 'ASH492',
    title: 'A version that an event does not have',
    family: 'identity',
    cause: 'Nothing says how what is published becomes what the handler reads.',
    remedy: 'Let the handler take a version that the event has, or add the version to the event.',
    fix: { none: 'Which of the two is wanted is not known.' },
    locate: findListener,
  }),
  bootCheck({
    code: 'ASH493',
    title: 'An event that is declared twice',
    family: 'identity',
    cause: 'Of two declarations of one name, a handler could not tell which payload it gets.',
    remedy: 'Keep one declaration, and tell its older payloads under versions.',
    fix: { none: 'Which of the two stays is a decision.' },
    locate: ([module], { event }) => module?.declares.events.findLast(({ name }) => name === event),
  }),
  bootCheck({
    code: 'ASH494',
    title: 'A handler with a name that cannot be kept',
    family: 'identity',
    cause: 'The name stands in the database beside what waits for the handler, and in commands.',
    remedy: 'Use letters, digits, hyphens and underscores, starting with a letter, at most 80.',
    fix: { none: 'The behaviour uses the name too.' },
    locate: ([module], { name }) => module?.declares.listens.find((each) => each.name === name),
  }),
]
