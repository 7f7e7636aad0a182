/** What a file imports. */
import type { Position } from '../source/position.ts'
import { defineCollector } from './collector.ts'

export interface ImportedName {
  /** Its name in the other file; `*` for the whole, `default` for the default export. */
  readonly imported: string
  /** Its name in this file. */
  readonly local: string
}

export interface Import {
  /** `undefined` when it is computed, so that nobody can tell what is loaded. */
  readonly specifier: string | undefined
  /** `reexport` is `export … from`. */
  readonly kind: 'static' | 'reexport' | 'dynamic' | 'require'
  /** Nothing of it is left at run time. */
  readonly typeOnly: boolean
  readonly names: readonly ImportedName[]
  /** The specifier with its quotes. */
  readonly at: Position
}

export const imports = defineCollector<readonly Import[], Import[]>({
  begin: ({ module, locate }) => [
    ...module.staticImports.map(
      ({ moduleRequest, entries }): Import => ({
        specifier: moduleRequest.value,
        kind: 'static',
        typeOnly: entries.length > 0 && entries.every(({ isType }) => isType),
        names: entries.map(({ importName, localName }) => ({
          imported: importName.kind === 'NamespaceObject' ? '*' : (importName.name ?? 'default'),
          local: localName.value,
        })),
        at: locate(moduleRequest),
      }),
    ),
    ...module.staticExports.flatMap(({ entries }): Import[] => {
      const request = entries[0]?.moduleRequest
      if (!request) return []
      return [
        {
          specifier: request.value,
          kind: 'reexport',
          typeOnly: entries.every(({ isType }) => isType),
          names: entries.map(({ importName, exportName }) => ({
            imported: importName.name ?? '*',
            local: exportName.name ?? '*',
          })),
          at: locate(request),
        },
      ]
    }),
  ],
  visit: {
    ImportExpression({ source }, found, { locate }) {
      const specifier = source.type === 'Literal' && typeof source.value === 'string' ? source.value : undefined
      found.push({ specifier, kind: 'dynamic', typeOnly: false, names: [], at: locate(source) })
    },
    /** `import('./x.ts').Name` in the place of a type. */
    TSImportType({ source }, found, { locate }) {
      found.push({ specifier: source.value, kind: 'dynamic', typeOnly: true, names: [], at: locate(source) })
    },
    CallExpression({ callee, arguments: [argument] }, found, { locate }) {
      if (callee.type !== 'Identifier' || callee.name !== 'require' || argument?.type !== 'Literal') return
      if (typeof argument.value !== 'string') return
      found.push({ specifier: argument.value, kind: 'require', typeOnly: false, names: [], at: locate(argument) })
    },
  },
  end: (found) => found,
  absent: [],
})
