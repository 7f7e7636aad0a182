/** What a boot refuses for the flags that modules declare and depend on. */
import type { Rule } from '../../rule.ts'
import { bootCheck } from '../boot-check.ts'

export const flagChecks: readonly Rule[] = [
  bootCheck({
    code: 'ASH542',
    title: 'A flag that nobody declares',
    family: 'identity',
    cause: 'What depends on it would be off for ever: nobody could switch it.',
    remedy: 'Add the flag to flags in the definition of its module.',
    fix: { none: 'Whether the flag or the module is missing is not known.' },
    locate: ([module], { flag }) => {
      const { routes = [], jobs = [] } = module?.declares ?? {}
      return [...routes, ...jobs].find((gated) => gated.flag === flag)
    },
  }),
  bootCheck({
    code: 'ASH543',
    title: 'A flag that is declared twice',
    family: 'identity',
    cause: 'Of two declarations of one name, nobody could tell which holds.',
    remedy: 'Keep one of them in flags of the definition.',
    fix: { none: 'Which of the two stays is a decision.' },
    locate: ([module], { flag }) => module?.declares.flags.findLast(({ name }) => name === flag),
  }),
]
