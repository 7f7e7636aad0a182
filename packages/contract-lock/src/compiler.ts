/** Runs the TypeScript compiler of a workspace. */
import { execFile } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { compilerFailed, compilerMissing } from './errors.ts'

/** A complaint of the compiler, at a place. */
export interface CompilerError {
  readonly file: string
  /** Counted from 1. */
  readonly line: number
  readonly text: string
}

/** What all programs are compiled with, so that a verdict hangs on the contract alone. */
const compilerOptions = {
  target: 'es2024',
  lib: ['es2024', 'esnext.disposable', 'esnext.iterator', 'dom', 'dom.iterable'],
  module: 'nodenext',
  moduleResolution: 'nodenext',
  jsx: 'react-jsx',
  types: [],
  strict: true,
  exactOptionalPropertyTypes: true,
  allowImportingTsExtensions: true,
  resolveJsonModule: true,
  skipLibCheck: true,
}

const minutes = 60_000
const mostOutput = 64 * 1024 * 1024

export interface CompileOptions {
  /** The root of the workspace, where the compiler is looked for. */
  readonly root: string
  /** The folder the configuration is written to. */
  readonly folder: string
  readonly files: readonly string[]
  readonly options: Readonly<Record<string, unknown>>
}

/**
 * Compiles files in one run, and returns what the compiler complained of.
 *
 * @throws ASH890 when there is no compiler, ASH891 when it ends without naming places.
 */
export async function compile({ root, folder, files, options }: CompileOptions): Promise<readonly CompilerError[]> {
  const compiler = findCompiler(root)
  const config = join(folder, 'tsconfig.json')
  mkdirSync(folder, { recursive: true })
  writeFileSync(config, JSON.stringify({ compilerOptions: { ...compilerOptions, ...options }, files, include: [] }))
  const { status, output } = await run(compiler, ['--project', config, '--pretty', 'false'], folder)
  const errors = readErrors(output, folder)
  if (status !== 0 && errors.length === 0) throw compilerFailed('the contracts', output)
  return errors
}

function findCompiler(root: string): string {
  for (const from of [join(root, 'package.json'), import.meta.filename]) {
    try {
      return join(dirname(createRequire(from).resolve('typescript/package.json')), 'bin/tsc')
    } catch {
      // Not to be found from here; the next place may have it.
    }
  }
  throw compilerMissing(root)
}

function run(compiler: string, words: readonly string[], cwd: string): Promise<{ status: number; output: string }> {
  return new Promise((done) => {
    execFile(
      process.execPath,
      [compiler, ...words],
      { cwd, maxBuffer: mostOutput, timeout: 10 * minutes },
      (error, stdout, stderr) => done({ status: error ? 1 : 0, output: `${stdout}${stderr}` }),
    )
  })
}

function readErrors(output: string, folder: string): readonly CompilerError[] {
  return [...output.matchAll(/^(.+?)\((\d+),\d+\): error (TS\d+: .*(?:\n +.*)*)/gm)].map(
    ([, file = '', line = '0', text = '']) => ({
      file: resolve(folder, file),
      line: Number(line),
      text,
    }),
  )
}

/** A folder for programs that are thrown away, below a folder from which imports are to be found. */
export function createProgramFolder(below: string): { readonly path: string; readonly [Symbol.dispose]: () => void } {
  const path = join(below, '.ashlar', `contract-lock-${process.pid}-${Math.random().toString(36).slice(2, 10)}`)
  mkdirSync(path, { recursive: true })
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}
