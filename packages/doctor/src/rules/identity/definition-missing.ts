import { defineRule } from '../../rule.ts'
import { findProperty } from '../../source/json-source.ts'

/** ASH103: a package that says where its definition is, and it is not there. */
export const definitionMissing = defineRule({
  code: 'ASH103',
  title: 'A module without a definition',
  family: 'identity',
  level: 'error',
  cause: 'The "ashlar.module" field of a package.json names the file that says what the module is, and there is none.',
  remedy: 'Correct the path, or add the file.',
  fix: { none: 'Which file was meant is not known.' },
  *check({ modules }) {
    for (const { definition, package: of } of modules) {
      if (definition) continue
      yield {
        place: { file: of.json.path, ...placeOf(findProperty(of.json, 'ashlar', 'module')?.at) },
        message: `The package "${of.name}" says that its definition is in ${of.manifest.moduleFile}, and there is no such source file.`,
      }
    }
  },
})

const placeOf = (at: { readonly line: number; readonly column: number } | undefined) => ({
  line: at?.line ?? 1,
  column: at?.column ?? 1,
})
