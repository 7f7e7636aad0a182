/** What can be wrong with the list of known findings itself. */
import type { RuleDescription } from '../rule.ts'

/** ASH863: a known finding that is no longer there. */
export const knownIsGone: RuleDescription = {
  code: 'ASH863',
  title: 'A known finding that is gone',
  family: 'baseline',
  level: 'error',
  cause: 'An entry for what was repaired would let the same breach pass when it comes back.',
  remedy: 'Remove the entry: ashlar doctor --baseline does.',
  fix: { none: 'The list is rewritten by --baseline, so that nobody loses an entry by a repair of something else.' },
}

/** ASH864: a known finding in a module that may have none. */
export const knownInStrict: RuleDescription = {
  code: 'ASH864',
  title: 'A known finding in a strict module',
  family: 'baseline',
  level: 'error',
  cause: 'A module is called strict so that nothing is let pass in it.',
  remedy: 'Repair what was found, or take the module from "strict" in doctor.json.',
  fix: { none: 'Whether the module stays strict is a decision.' },
}

export const baselineRules: readonly RuleDescription[] = [knownIsGone, knownInStrict]
