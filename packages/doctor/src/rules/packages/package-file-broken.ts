import { defineRule } from '../../rule.ts'
import { startOfFile } from '../../source/position.ts'

/** ASH840: a package.json that is no JSON. */
export const packageFileBroken = defineRule({
  code: 'ASH840',
  title: 'A package.json that is no JSON',
  family: 'packages',
  level: 'error',
  cause: 'No tool can tell what the package is, and its module is not found.',
  remedy: 'Correct it; often it is a comma too many or a conflict that was not resolved.',
  fix: { none: 'What was meant is not known.' },
  *check({ packages }) {
    for (const { json } of packages) {
      const isObject = typeof json.data === 'object' && json.data !== null && !Array.isArray(json.data)
      if (isObject) continue
      const { message, at } = json.syntaxError ?? { message: 'it holds no object', at: startOfFile }
      yield {
        place: { file: json.path, line: at.line, column: at.column },
        message: `${json.path} cannot be read: ${message}.`,
      }
    }
  },
})
