import { defineRule } from '../../rule.ts'

/** ASH710: a part of a definition that cannot be read without running it. */
export const definitionNotData = defineRule({
  code: 'ASH710',
  title: 'A definition that is not data',
  family: 'identity',
  level: 'error',
  cause:
    'What a module is must be readable without starting it: what is computed is seen by no tool, and by no reader.',
  remedy: 'Write it as literals, as names of constants, and as calls of the contract’s own functions.',
  fix: { none: 'What the computation would give is not known.' },
  *check({ modules }) {
    for (const { id, declares, package: of } of modules) {
      for (const { name, place } of declares.unreadable) {
        yield {
          place,
          message: `The part "${name}" of module "${id ?? of.name}" is computed, so nothing can be known of it.`,
          modules: id === undefined ? [] : [id],
        }
      }
      if (declares.found && declares.id === undefined) {
        yield {
          place: declares.found,
          message: `The definition of package "${of.name}" has no id that can be read.`,
          remedy: 'Write the id as text: id: "billing".',
        }
      }
    }
  },
})
