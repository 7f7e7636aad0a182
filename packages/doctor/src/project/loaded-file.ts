/** The files that a definition loads when they are needed: `() => import('./start.ts')`. */
import { posix } from 'node:path'
import type { SourceFile } from './project.ts'

/** The file of the same package that a specifier names; `undefined` when there is none. */
export function findBeside(from: SourceFile, specifier: string | undefined): SourceFile | undefined {
  if (specifier === undefined) return undefined
  const path = posix.join(posix.dirname(from.inPackage), specifier)
  return from.package.sources.find(({ inPackage }) => inPackage === path)
}
