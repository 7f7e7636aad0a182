import type { ExportTarget, PackageJson } from '../package-json.ts'

const sourceFile = /^(?:\.\/)?src\/(.*)$/
const typescriptFile = /\.(?:ts|tsx|mts)$/

/** Where a source file stands once compiled: `./src/pages/Edit.tsx` becomes `./dist/pages/Edit.js`. */
export function compiledFile(target: string): string {
  const inside = sourceFile.exec(target)?.[1]
  return inside === undefined ? target : `./dist/${inside.replace(/\.tsx?$/, '.js').replace(/\.mts$/, '.mjs')}`
}

/** The package.json of a published package: every way in leads to compiled files, and what only authors need is gone. */
export function publishedPackageJson(source: PackageJson, files: readonly string[]): PackageJson {
  const { devDependencies: _devDependencies, scripts: _scripts, ...kept } = source
  return {
    ...kept,
    ...(source.exports === undefined ? {} : { exports: compiledExports(source.exports) }),
    ...(source.bin === undefined ? {} : { bin: compiledBin(source.bin) }),
    ...(source.ashlar === undefined ? {} : { ashlar: compiledField(source.ashlar) }),
    ...(Array.isArray(source.sideEffects)
      ? {
          sideEffects: source.sideEffects.map((entry: unknown) =>
            typeof entry === 'string' ? compiledFile(entry) : entry,
          ),
        }
      : {}),
    files: [...files],
  }
}

function compiledField(field: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(field).map(([key, value]) => [key, typeof value === 'string' ? compiledFile(value) : value]),
  )
}

function compiledExports(target: ExportTarget): ExportTarget {
  if (target === null) return null
  if (typeof target === 'string') return compiledExport(target)
  if (Array.isArray(target)) return target.map(compiledExports)
  return Object.fromEntries(Object.entries(target).map(([key, value]) => [key, compiledExports(value)]))
}

function compiledExport(target: string): ExportTarget {
  const compiled = compiledFile(target)
  if (compiled === target || !typescriptFile.test(target)) return compiled
  return { types: compiled.replace(/\.(m?)js$/, '.d.$1ts'), default: compiled }
}

function compiledBin(bin: string | Readonly<Record<string, string>>): string | Record<string, string> {
  if (typeof bin === 'string') return compiledFile(bin)
  return Object.fromEntries(Object.entries(bin).map(([name, file]) => [name, compiledFile(file)]))
}

/** Every file that a package.json promises to have. */
export function promisedFiles(packageJson: PackageJson): readonly string[] {
  const bins = typeof packageJson.bin === 'string' ? [packageJson.bin] : Object.values(packageJson.bin ?? {})
  const module = packageJson.ashlar?.module
  return [...new Set([...targetsOf(packageJson.exports ?? null), ...bins, ...(module === undefined ? [] : [module])])]
}

function targetsOf(target: ExportTarget): readonly string[] {
  if (target === null) return []
  if (typeof target === 'string') return [target]
  return (Array.isArray(target) ? target : Object.values(target)).flatMap(targetsOf)
}
