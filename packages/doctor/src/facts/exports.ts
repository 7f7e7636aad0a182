/** What a file exports under names of its own; what it passes on is among its imports. */
import type { Position } from '../source/position.ts'
import { defineCollector } from './collector.ts'

export interface Export {
  /** `default` for the default export. */
  readonly name: string
  /** The name behind it in this file; `undefined` when it has none. */
  readonly local: string | undefined
  readonly typeOnly: boolean
  readonly at: Position
}

export const exports = defineCollector<readonly Export[], readonly Export[]>({
  begin: ({ module, locate }) =>
    module.staticExports.flatMap(({ entries }) =>
      entries
        .filter(({ moduleRequest }) => moduleRequest === null)
        .map(({ exportName, localName, isType, ...span }) => ({
          name: exportName.name ?? 'default',
          local: localName.name ?? undefined,
          typeOnly: isType,
          at: locate(span),
        })),
    ),
  end: (found) => found,
  absent: [],
})
