import { defineRule } from '../../rule.ts'

/** ASH700: a source file that could not be read, so that no other rule saw it. */
export const fileUnreadable = defineRule({
  code: 'ASH700',
  title: 'A source file that does not parse',
  family: 'sources',
  level: 'error',
  atBoot: true,
  cause: 'A file that does not parse is seen by no rule, so whatever is wrong in it goes unnoticed.',
  remedy: 'Correct its syntax; leave out what is generated with "ignore" in doctor.json.',
  fix: { none: 'Only its author knows what was meant.' },
  *check({ files }) {
    for (const { path, facts } of files.values()) {
      const [first] = facts.syntaxErrors
      if (!first) continue
      const { line, column } = first.at
      yield { place: { file: path, line, column }, message: `The file cannot be read: ${first.message}.` }
    }
  },
})
