import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { compilationFailed, compilerNotFound } from '../errors.ts'
import { runNode } from '../run-node.ts'

/** A package's sources, and where their compiled form goes. */
export interface CompileOptions {
  readonly packageName: string
  /** The folder of the package. */
  readonly folder: string
  /** The folder that the compiler's own configuration file is written to. */
  readonly workFolder: string
  /** The folder that receives the compiled files and their declarations, in a `src` folder of its own. */
  readonly outFolder: string
}

/**
 * Compiles a package's `src` to ESM with declarations.
 *
 * Links to workspace packages keep their path below `node_modules`, because the compiler would otherwise take the
 * linked sources for a part of this package.
 *
 * @throws ASH551 without a compiler, ASH552 when the sources do not compile.
 */
export async function compilePackage(options: CompileOptions): Promise<void> {
  const project = join(options.workFolder, 'tsconfig.json')
  await writeFile(project, JSON.stringify(compilerConfiguration(options), null, 2))
  const compiler = getCompiler(options.folder)
  const { output } = await runNode([compiler, '-p', project, '--pretty', 'false'], options.folder)
  const problems = listOwnProblems(output)
  if (problems.length > 0) throw compilationFailed(options.packageName, problems.join('\n'))
  if (!existsSync(join(options.outFolder, 'src'))) throw compilationFailed(options.packageName, output.trim())
}

/** The compiler's findings, without those in the sources of linked packages. It names files relative to the package. */
function listOwnProblems(output: string): readonly string[] {
  return output
    .split(/\n(?!\s)/)
    .map((problem) => problem.trim())
    .filter((problem) => problem !== '' && !problem.startsWith('..') && !problem.startsWith('node_modules/'))
}

function compilerConfiguration({ folder, outFolder }: CompileOptions): object {
  const inherited = findUpwards(folder, 'tsconfig.json')
  return {
    ...(inherited ? { extends: inherited } : {}),
    compilerOptions: {
      ...(inherited ? {} : strictOptions),
      // Not src: a source file may import the package.json above it.
      rootDir: folder,
      outDir: outFolder,
      noEmit: false,
      // What linked packages get wrong is for them to mend, and keeps nothing from being packed.
      noEmitOnError: false,
      allowJs: true,
      declaration: true,
      allowImportingTsExtensions: true,
      rewriteRelativeImportExtensions: true,
      preserveSymlinks: true,
      module: 'nodenext',
      moduleResolution: 'nodenext',
      jsx: 'react-jsx',
      incremental: false,
      composite: false,
    },
    include: [join(folder, 'src')],
    exclude: ['ts', 'tsx'].map((extension) => join(folder, `src/**/*.test.${extension}`)),
  }
}

const strictOptions = {
  target: 'es2024',
  lib: ['es2024', 'dom', 'dom.iterable'],
  strict: true,
  skipLibCheck: true,
  erasableSyntaxOnly: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
}

function getCompiler(folder: string): string {
  for (const from of [join(folder, 'package.json'), import.meta.url]) {
    try {
      const manifest = createRequire(from).resolve('typescript/package.json')
      return join(dirname(manifest), 'bin/tsc')
    } catch {
      // Not installed here: the next place may have it.
    }
  }
  throw compilerNotFound(folder)
}

/** The nearest file of a name, from a folder upwards. */
export function findUpwards(folder: string, name: string): string | undefined {
  for (let current = folder; ; current = dirname(current)) {
    if (existsSync(join(current, name))) return join(current, name)
    if (dirname(current) === current) return undefined
  }
}
