/** The types of contracts, as the compiler sees them: one run for all modules. */
import { existsSync, writeFileSync } from 'node:fs'
import { join, parse } from 'node:path'
import { type CompilerError, compile, createProgramFolder } from '../compiler.ts'
import { collectTypes, type Probe, probedConstant, type TypeSurface } from './collect-types.ts'
import { listExportedTypes, type TypeUse } from './exported-types.ts'

export interface ContractToType {
  readonly folder: string
  readonly contractFile: string
  /** The names of exported values whose types are to be read: services, and values that are no declaration. */
  readonly services: readonly string[]
  readonly values: readonly string[]
}

export interface ReadTypes extends TypeSurface {
  /** The exported types, and how values of them come about. */
  readonly uses: Readonly<Record<string, TypeUse>>
  /** What the compiler says against the contract; with any, the types are not to be relied on. */
  readonly errors: readonly CompilerError[]
}

/**
 * Reads the types of contracts.
 *
 * @throws ASH890 when there is no compiler, ASH891 when it fails without naming a place.
 */
export async function readTypes(root: string, contracts: readonly ContractToType[]): Promise<readonly ReadTypes[]> {
  if (contracts.length === 0) return []
  using output = createProgramFolder(root)
  using disposables = new DisposableStack()
  const probed = contracts.map((contract) => {
    const folder = disposables.use(createProgramFolder(contract.folder)).path
    return { contract, ...writeProbes(folder, contract) }
  })
  const anchor = parse(root).root
  const errors = await compile({
    root,
    folder: output.path,
    files: probed.flatMap(({ door, probes }) => [door, ...probes.map(({ file }) => file)]),
    options: {
      allowJs: true,
      declaration: true,
      emitDeclarationOnly: true,
      removeComments: true,
      outDir: join(output.path, 'out'),
      rootDir: anchor,
    },
  })
  const declarationsOf = (source: string) => {
    if (declarations.test(source)) return source
    const emitted = join(output.path, 'out', toDeclarations(source.slice(anchor.length)))
    // What was compiled before has its declarations beside it, and nothing is emitted for it.
    return existsSync(emitted) ? emitted : toDeclarations(source)
  }
  const probeFiles = new Set(probed.flatMap(({ probes }) => probes.map(({ file }) => file)))
  return probed.map(({ contract, probes, uses, declared }) => {
    const collected = collectTypes({ contractFile: contract.contractFile, declarationsOf, probes, declared })
    return { ...collected, uses, errors: errors.filter((error) => !probeFiles.has(error.file)) }
  })
}

const declarations = /\.d\.[cm]?ts$/

function toDeclarations(source: string): string {
  return source.replace(/\.([cm]?)[tj]sx?$/, '.d.$1ts')
}

interface Probes {
  /** A file that brings the contract into the program. An import finds the source of a file that was compiled beside it. */
  readonly door: string
  readonly probes: readonly Probe[]
  readonly uses: Readonly<Record<string, TypeUse>>
  readonly declared: readonly string[]
}

/**
 * Writes constants whose types the compiler then prints in full.
 *
 * Each has a file of its own: for a file in which one type cannot be named from outside, no declarations are emitted.
 */
function writeProbes(folder: string, { contractFile, services, values }: ContractToType): Probes {
  const { uses, declared, resolvable } = listExportedTypes(contractFile)
  const wanted = [
    ...resolvable.map((name) => ({ name, of: 'type' as const })),
    ...values.map((name) => ({ name, of: 'value' as const })),
    ...services.map((name) => ({ name, of: 'service' as const })),
  ]
  const probes = wanted.map((one, index): Probe => ({ ...one, file: join(folder, `probe-${index}.ts`) }))
  for (const { file, name, of } of probes) {
    const type = `${of === 'type' ? '' : 'typeof '}Contract.${name}`
    const lines = [
      `import type * as Contract from ${JSON.stringify(contractFile)}`,
      'declare function value<Type>(): Type',
      `export const ${probedConstant} = value<${type}>()`,
      '',
    ]
    writeFileSync(file, lines.join('\n'))
  }
  const door = join(folder, 'door.ts')
  writeFileSync(door, `export type * from ${JSON.stringify(contractFile)}\n`)
  return { door, probes, uses, declared }
}
