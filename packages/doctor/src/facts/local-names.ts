import type { ParsedFile } from './collector.ts'

/** What a file calls some of the exports of a library: `{ useForm as useFields }` is `useFields`. Types are left out. */
export function listLocalNames({ module }: ParsedFile, library: string, wanted: readonly string[]): string[] {
  return module.staticImports
    .filter(({ moduleRequest }) => moduleRequest.value === library)
    .flatMap(({ entries }) => entries)
    .filter(({ importName, isType }) => !isType && wanted.includes(importName.name ?? ''))
    .map(({ localName }) => localName.value)
}
