import { defineRule } from '../../rule.ts'
import { isUnknown, listNamespaceKeys, mayMean, type NamespaceKeys } from './keys.ts'

/** ASH804: a text that nothing looks up. */
export const textUnused = defineRule({
  code: 'ASH804',
  title: 'A text that nothing looks up',
  family: 'locales',
  level: 'warning',
  cause: 'It is translated into every language and sent to every visitor, and nobody sees it.',
  remedy: 'Remove it from all locale files.',
  fix: { none: 'A key that is put together in a way that cannot be read may still lead to it.' },
  *check(project) {
    for (const keys of listNamespaceKeys(project)) {
      const { namespace, main } = keys
      // The texts of a library are there for whoever installs it.
      if (!main || !namespace.main || namespace.package.kind !== 'module') continue
      const candidates = [...main.values()].filter(({ key }) => !isLookedUp(key, keys))
      if (candidates.length === 0) continue
      const mentions = createMentions(keys)
      for (const { key, at } of candidates) {
        if (mentions(key)) continue
        yield {
          place: { file: namespace.main.json.path, line: at.line, column: at.column },
          message: `Nothing looks up the text "${key}" of module "${namespace.name}".`,
          modules: [namespace.name],
        }
      }
    }
  },
})

const isLookedUp = (key: string, { uses }: NamespaceKeys): boolean =>
  uses.some((use) => !isUnknown(use.key) && mayMean(use.key, key))

/**
 * Tells whether the module's sources write a key anywhere: as a text, or as a template that may give it. Where a key is
 * taken from a variable, a bare word counts too: it may be the name of a field. Only asked of what no lookup explains.
 */
function createMentions({ namespace, uses }: NamespaceKeys): (key: string) => boolean {
  const { package: of, name } = namespace
  const text = of.sources.flatMap((file) => (file.room === 'tests' ? [] : file.readText())).join('\n')
  const words = uses.some((use) => isUnknown(use.key)) ? new Set(text.match(/[\w$-]+/g)) : undefined
  const templates = [...text.matchAll(/`([^`$\n]*)\$\{[^`\n]*\}([^`$\n{}]*)`/g)]
    .map(([, before = '', after = '']) => ({ before: before.replace(`${name}:`, ''), after }))
    .filter((template) => /^[\w.-]*\.$|^[\w-]+$/.test(template.before) && /^[\w.-]*$/.test(template.after))
  return (key) =>
    [`'${key}'`, `"${key}"`, `\`${key}\``].some((quoted) => text.includes(quoted)) ||
    templates.some((template) => mayMean(template, key)) ||
    words?.has(key) === true
}
