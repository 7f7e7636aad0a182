/** Where imports lead. */
import { existsSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join, posix, relative, sep } from 'node:path'
import { ResolverFactory } from 'oxc-resolver'
import type { PackageModel, SourceFile, Target } from './project.ts'

const packageName = /^(?:@[^/]+\/)?[^/]+/
/** What may be left off a relative path, in the order tools try it. */
const endings = ['', '.ts', '.tsx', '.js', '.jsx', '.mjs', '.mts', '/index.ts', '/index.tsx', '/index.js']
const assetEndings = ['', '.js', '.cjs', '.mjs', '.json', '.node', '.d.ts', '/index.js', '/index.d.ts']

export interface ResolverOptions {
  readonly root: string
  readonly files: ReadonlyMap<string, SourceFile>
  readonly packages: readonly PackageModel[]
}

/** Makes the function that tells where an import leads. Each specifier of a package is looked up once. */
export function createResolver({ root, files, packages }: ResolverOptions) {
  const byName = new Map(packages.map((candidate) => [candidate.name, candidate]))
  const throughExports = new Map<string, Target>()
  const resolver = new ResolverFactory({ conditionNames: ['node', 'import', 'default'], symlinks: true })

  const resolveRelative = (from: SourceFile, specifier: string): Target => {
    const plain = specifier.includes('?') ? specifier.slice(0, specifier.indexOf('?')) : specifier
    const path = posix.join(posix.dirname(from.path), plain)
    const exact = files.get(path)
    if (exact) return { kind: 'file', file: exact }
    const written = path.replace(/\.js(x?)$/, '.ts$1')
    for (const candidate of [path, written]) {
      for (const ending of endings) {
        const file = files.get(`${candidate}${ending}`)
        if (file) return { kind: 'file', file }
      }
    }
    return findAsset(path)
  }

  /** What is there and no source of the project: a style sheet, what a build made, declarations beside plain JavaScript. */
  const findAsset = (path: string): Target => {
    for (const candidate of [path, path.replace(/\.([cm]?)js$/, '.d.$1ts')]) {
      const ending = assetEndings.find((each) => existsSync(join(root, `${candidate}${each}`)))
      if (ending !== undefined) return { kind: 'asset', path: `${candidate}${ending}` }
    }
    return { kind: 'missing' }
  }

  /** A package finds its own files by its own name, so what it exports is asked from within it. */
  const resolvePackage = (found: PackageModel, specifier: string): Target => {
    const subpath = specifier.slice(found.name.length + 1)
    const { path } = resolver.sync(join(root, found.folder), specifier)
    const file = path === undefined ? undefined : files.get(relative(root, path).split(sep).join('/'))
    return { kind: 'package', package: found, subpath, file }
  }

  const resolvePrivate = (from: SourceFile, specifier: string): Target => {
    const { path } = resolver.sync(dirname(join(root, from.path)), specifier)
    if (path === undefined) return { kind: 'missing' }
    const inProject = relative(root, path).split(sep).join('/')
    const file = files.get(inProject)
    return file ? { kind: 'file', file } : { kind: 'asset', path: inProject }
  }

  return (from: SourceFile, specifier: string | undefined): Target => {
    if (specifier === undefined) return { kind: 'unknown' }
    if (/^\.{1,2}(\/|$)/.test(specifier)) return resolveRelative(from, specifier)
    if (specifier.startsWith('#')) return resolvePrivate(from, specifier)
    if (isBuiltin(specifier)) return { kind: 'builtin', name: specifier.replace(/^node:/, '') }
    const known = throughExports.get(specifier)
    if (known) return known
    const name = packageName.exec(specifier)?.[0] ?? specifier
    const found = byName.get(name)
    const target: Target = found
      ? resolvePackage(found, specifier)
      : { kind: 'library', name, subpath: specifier.slice(name.length + 1) }
    throughExports.set(specifier, target)
    return target
  }
}
