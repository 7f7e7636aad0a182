import { defineRule } from '../../rule.ts'
import { findProperty } from '../../source/json-source.ts'

/** ASH844: a module whose exports are not its doors. */
export const moduleDoors = defineRule({
  code: 'ASH844',
  title: 'A module whose exports are not its doors',
  family: 'packages',
  level: 'error',
  cause:
    'A module is its definition and its contract; without "exports", or with a pattern, all of its inside is open as well.',
  remedy: 'Export "." (the definition), "./contract", and if there is one "./testing"; nothing else of src.',
  fix: { none: 'Who imports the rest has to be led to the contract first.' },
  *check({ modules }) {
    for (const { id, contract, package: of } of modules) {
      const exports = findProperty(of.json, 'exports')
      const doors = exports?.value.kind === 'object' ? Object.keys(exports.value.properties) : []
      const faults = [
        ...(exports ? [] : ['has no "exports", so all of its files are open']),
        ...(contract && exports && !doors.includes('./contract') ? ['does not export "./contract"'] : []),
        ...doors.filter((door) => door.includes('*')).map((door) => `opens its inside with "${door}"`),
      ]
      for (const fault of faults) {
        yield {
          place: { file: of.json.path, line: exports?.at.line ?? 1, column: exports?.at.column ?? 1 },
          message: `Module "${id ?? of.name}" ${fault}.`,
          modules: id === undefined ? [] : [id],
        }
      }
    }
  },
})
