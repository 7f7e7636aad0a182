import { defineRule } from '../../rule.ts'
import { modulesOf } from './keys.ts'

/** ASH806: words that stand in a component, and not in a locale file. */
export const literalText = defineRule({
  code: 'ASH806',
  title: 'A text that stands in a component',
  family: 'locales',
  level: 'warning',
  cause: 'It is shown in one language to everybody, and nobody who translates ever meets it.',
  remedy:
    'Move it to the locale files and look it up with useText(); what is alike in all languages is marked translate="no".',
  fix: { none: 'The key needs a name, and the other languages need their texts.' },
  *check(project) {
    for (const namespace of project.namespaces) {
      for (const file of namespace.package.sources) {
        if (file.room === 'tests') continue
        for (const { text, attribute, at } of file.facts.literalTexts) {
          const where = attribute === null ? '' : ` in the attribute ${attribute}`
          yield {
            place: { file: file.path, line: at.line, column: at.column },
            message: `"${text}" stands${where} in the component itself.`,
            modules: modulesOf(namespace),
          }
        }
      }
    }
  },
})
