/** How long the doctor takes, from nothing, again, and after one change, and how long other tools take for imports alone (P12). */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { generateWorkspace } from './generate/generate-workspace.ts'
import { type CommandCost, measureCommand, median } from './measure.ts'
import { installLinters, type Linter } from './peers/linters.ts'

const sizes = [10, 100, 500]
const rounds = 3
const changes = 20
const cli = resolve('packages/cli/bin/ashlar.js')
/** What the other tools look for too: internals, the app, layers, circles, and imports that lead nowhere. */
const importRules = 'ASH720,ASH723,ASH724,ASH726,ASH727,ASH734'

export type Cost = Pick<CommandCost, 'wallMs' | 'cpuMs' | 'peakMb'>

export interface DoctorMeasurement {
  readonly modules: number
  /** Every rule, with nothing kept from before. */
  readonly cold: Cost
  /** Every rule, and no file has changed. */
  readonly cached: Cost
  /** From the write of one file to the changed findings, of a doctor that watches. */
  readonly changeMs: number
  /** The rules on imports alone, with nothing kept from before. */
  readonly rules: Cost
  readonly peers: readonly PeerMeasurement[]
}

/** Another tool, beside the doctor's rules on imports in the same round. */
export interface PeerMeasurement {
  readonly name: string
  readonly cost: Cost
  /** How many times as long it takes. */
  readonly wallRatio: number
  /** How many times the processor time it takes. */
  readonly cpuRatio: number
}

export async function measureDoctor(): Promise<DoctorMeasurement[]> {
  const linters = await installLinters(resolve('.ashlar/bench-linters'))
  const measurements: DoctorMeasurement[] = []
  for (const modules of sizes) {
    const folder = resolve(`.ashlar/bench-workspaces/${modules}`)
    await generateWorkspace({ folder, modules })
    await assertAllFind(folder, linters)
    measurements.push({ modules, ...(await compare(folder, linters)), changeMs: await measureChanges(folder) })
  }
  return measurements
}

/** Interleaved rounds; in each, every tool once. */
async function compare(folder: string, linters: readonly Linter[]) {
  const run = async (args: readonly string[], keep = false) => {
    if (!keep) await forget(folder)
    const cost = await measureCommand(args, folder)
    if (cost.code !== 0) throw new Error(`${args.join(' ')} ended with ${cost.code}:\n${cost.output}`)
    return cost
  }
  const costs: Record<'cold' | 'cached' | 'rules', CommandCost[]> = { cold: [], cached: [], rules: [] }
  const ofPeers = linters.map((): CommandCost[] => [])
  await run([cli, 'doctor'])
  for (let round = 0; round < rounds; round += 1) {
    costs.cold.push(await run([cli, 'doctor']))
    costs.cached.push(await run([cli, 'doctor'], true))
    costs.rules.push(await run([cli, 'doctor', '--only', importRules]))
    for (const [index, { args }] of linters.entries()) ofPeers[index]?.push(await run(args))
  }
  return {
    cold: medianCost(costs.cold),
    cached: medianCost(costs.cached),
    rules: medianCost(costs.rules),
    peers: linters.map(({ name }, index) => {
      const own = ofPeers[index] ?? []
      const ratioOf = (part: 'wallMs' | 'cpuMs') =>
        median(own.map((cost, round) => cost[part] / (costs.rules[round]?.[part] ?? Number.NaN)))
      return { name, cost: medianCost(own), wallRatio: ratioOf('wallMs'), cpuRatio: ratioOf('cpuMs') }
    }),
  }
}

const medianCost = (costs: readonly CommandCost[]): Cost => ({
  wallMs: median(costs.map(({ wallMs }) => wallMs)),
  cpuMs: median(costs.map(({ cpuMs }) => cpuMs)),
  peakMb: median(costs.map(({ peakMb }) => peakMb)),
})

/** `1.20 s (1.90 s of processor time, 230 MB)` */
export const formatCost = ({ wallMs, cpuMs, peakMb }: Cost): string =>
  `${(wallMs / 1000).toFixed(2)} s (${(cpuMs / 1000).toFixed(2)} s of processor time, ${peakMb.toFixed(0)} MB)`

/** What the doctor keeps of files. */
const forget = (folder: string) => rm(join(folder, '.ashlar'), { recursive: true, force: true })

/** A tool that finds nothing because it looks nowhere would be the fastest. */
async function assertAllFind(folder: string, linters: readonly Linter[]): Promise<void> {
  const file = join(folder, 'modules/m1/src/domain/breach.ts')
  await writeFile(file, "import { product } from '../../../m0/src/data/tables.ts'\n\nexport const taken = product\n")
  for (const args of [[cli, 'doctor', '--only', importRules], ...linters.map((linter) => linter.args)]) {
    const { code, output } = await measureCommand(args, folder)
    if (code === 0 || !output.includes('breach.ts')) throw new Error(`${args.join(' ')} does not find the breach.`)
  }
  await rm(file)
}

/** Lets a finding come and go. */
async function measureChanges(folder: string): Promise<number> {
  const child = spawn(process.execPath, [cli, 'doctor', '--watch', '--json'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  await lines.next()
  const times: number[] = []
  for (let change = 0; change < changes; change += 1) {
    const startedAt = performance.now()
    await writeFile(join(folder, 'modules/m1/src/domain/breach.ts'), change % 2 === 0 ? "import './gone.ts'\n" : '')
    await lines.next()
    times.push(performance.now() - startedAt)
  }
  child.kill('SIGINT')
  await once(child, 'exit')
  return median(times)
}
