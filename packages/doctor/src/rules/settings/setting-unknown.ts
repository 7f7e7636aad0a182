import { settingUnknown } from 'ashlar/settings'
import { defineRule } from '../../rule.ts'

/** ASH203: a value for a setting that its module does not have. Boot refuses it. */
export const settingUnknownRule = defineRule({
  code: 'ASH203',
  title: 'A value for a setting that does not exist',
  family: 'settings',
  level: 'error',
  cause: 'The module does not have the setting, so the value changes nothing.',
  remedy: 'Correct the name, or remove the line.',
  fix: { none: 'Which setting was meant is not known.' },
  *check({ apps }) {
    for (const { modules, declares } of apps) {
      for (const { module, name, place } of declares.settings) {
        const found = modules.find(({ id }) => id === module)?.declares
        // Boot looks only at modules that have settings.
        if (!found || found.settings.length === 0 || found.partial.includes('settings')) continue
        const known = found.settings.map((setting) => setting.name)
        if (known.includes(name)) continue
        yield { place, message: settingUnknown(module, name, known).sentence, modules: [module] }
      }
    }
  },
})
