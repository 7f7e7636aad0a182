import { defineRule } from '../../rule.ts'
import { findProperty } from '../../source/json-source.ts'

/** What an app must have once: two copies do not know each other’s hooks, contexts and classes. */
const shared: ReadonlySet<string> = new Set(['react', 'react-dom', 'ashlar', '@ashlar/ui'])

/** ASH843: a module that brings along what its app has already. */
export const sharedPackageOwned = defineRule({
  code: 'ASH843',
  title: 'A module with a copy of its own of what the app has',
  family: 'packages',
  level: 'error',
  atBoot: true,
  cause:
    'As a dependency it may be installed twice, and two copies of React, of the framework or of a module do not know each other.',
  remedy: 'Move it to peerDependencies.',
  fix: { none: 'The range of a peer dependency is wider than the one of a dependency, and has to be chosen.' },
  *check({ modules }) {
    const moduleNames = new Set(modules.map(({ package: of }) => of.name))
    for (const { id, package: of } of modules) {
      for (const name of Object.keys(of.manifest.dependencies)) {
        if (!shared.has(name) && !moduleNames.has(name)) continue
        const at = findProperty(of.json, 'dependencies', name)?.at
        yield {
          place: { file: of.json.path, line: at?.line ?? 1, column: at?.column ?? 1 },
          message: `Module "${id ?? of.name}" has ${name} among its dependencies.`,
          modules: id === undefined ? [] : [id],
        }
      }
    }
  },
})
