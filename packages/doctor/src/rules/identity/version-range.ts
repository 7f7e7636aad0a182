import { frameworkVersion } from 'ashlar/module'
import { satisfies } from 'semver'
import { defineRule } from '../../rule.ts'
import { findProperty } from '../../source/json-source.ts'

/** ASH109: a module that says it is made for another version of the framework, or for none. */
export const versionRange = defineRule({
  code: 'ASH109',
  title: 'A module for another version of the framework',
  family: 'identity',
  level: 'error',
  cause: 'A module that was made for another version may ask for what is not there; boot refuses it.',
  remedy: 'Declare the range of versions it works with: "peerDependencies": { "ashlar": "^0.1.0" }.',
  fix: { none: 'Which versions the module works with has to be tried.' },
  *check({ modules }) {
    for (const { id, package: of } of modules) {
      const range = of.manifest.peerDependencies.ashlar
      if (range !== undefined && (isLocal(range) || satisfies(frameworkVersion, range, { includePrerelease: true })))
        continue
      const at = (findProperty(of.json, 'peerDependencies', 'ashlar') ?? findProperty(of.json, 'peerDependencies'))?.at
      yield {
        place: { file: of.json.path, line: at?.line ?? 1, column: at?.column ?? 1 },
        message:
          range === undefined
            ? `Module "${id ?? of.name}" does not say which versions of ashlar it works with.`
            : `Module "${id ?? of.name}" works with ashlar ${range}, and this is ${frameworkVersion}.`,
        modules: id === undefined ? [] : [id],
      }
    }
  },
})

/** What pnpm, yarn and npm write for a neighbour in the workspace, whatever its version. */
const isLocal = (range: string): boolean => /^(?:workspace|file|link|portal|catalog):/.test(range)
