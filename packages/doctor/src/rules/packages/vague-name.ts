import { defineRule } from '../../rule.ts'

const vague = /^(?:utils?|helpers?|common|misc|stuff|things|temp|tmp)(?:[-_.]?\d+)?$/i

/** ASH847: a file or a folder whose name says nothing. */
export const vagueName = defineRule({
  code: 'ASH847',
  title: 'A name that says nothing',
  family: 'packages',
  level: 'warning',
  cause: 'What has no name of its own collects whatever has none either, until nobody knows what depends on it.',
  remedy: 'Name it after what it does: duration.ts in the place of utils/time.ts.',
  fix: { none: 'Only who knows what it does can name it.' },
  *check(project) {
    for (const of of project.packages) {
      const told = new Set<string>()
      for (const file of of.sources) {
        const parts = file.inPackage.split('/')
        const index = parts.findIndex((part) => vague.test(part.replace(/\.[^.]+$/, '')))
        const path = parts.slice(0, index + 1).join('/')
        if (index === -1 || told.has(path)) continue
        told.add(path)
        const id = project.moduleOf(of)?.id
        yield {
          place: { file: file.path, line: 1, column: 1 },
          message: `The name "${parts[index]}" in "${of.name}" does not say what is in it.`,
          modules: id === undefined ? [] : [id],
        }
      }
    }
  },
})
