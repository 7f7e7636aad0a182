import { defineRule } from '../../rule.ts'

/** ASH821: a setting that does not say what it is for. */
export const settingUnexplained = defineRule({
  code: 'ASH821',
  title: 'A setting without a line of help',
  family: 'settings',
  level: 'error',
  cause:
    'The line is all that is told to who has to set it: in the message of a failed boot, and in every list of settings.',
  remedy: 'Say in "help" what it changes, and in which unit.',
  fix: { none: 'Only who knows the setting can explain it.' },
  *check({ modules }) {
    for (const { id, declares } of modules) {
      for (const { name, place, explained } of declares.settings) {
        if (explained) continue
        yield {
          place,
          message: `The setting "${name}" of module "${id}" does not say what it is for.`,
          modules: id === undefined ? [] : [id],
        }
      }
    }
  },
})
