import { defineRule } from '../../rule.ts'

/** ASH105: a definition's file that exports none. */
export const notADefinition = defineRule({
  code: 'ASH105',
  title: 'A default export that is no definition',
  family: 'identity',
  level: 'error',
  cause: 'A module is what defineModule() was given; without it nothing can be known of the module.',
  remedy: 'Export defineModule({ … }) by default.',
  fix: { none: 'What the module is has to be said.' },
  *check({ modules }) {
    for (const { definition, declares, package: of } of modules) {
      if (!definition || declares.found || definition.facts.syntaxErrors.length > 0) continue
      yield {
        place: { file: definition.path, line: 1, column: 1 },
        message: `The default export of ${definition.path} (package "${of.name}") is no call of defineModule({ … }) that can be read.`,
      }
    }
  },
})
