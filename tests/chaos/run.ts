/**
 * Runs the scenarios: `npm run chaos -- [--seed N] [--only NAME]… [--release] [--json] [--report FILE]`.
 *
 * A loss or a double effect fails the run; a speed that is missed is printed as missed.
 */
import { randomInt } from 'node:crypto'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { deriveSeed } from './random.ts'
import { countResults, formatResult, formatTotals, type ScenarioResult } from './report.ts'
import { runScenario } from './run-scenario.ts'
import { scenarios } from './scenarios/index.ts'
import { buildChaosApp, workFolder } from './world/built-app.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    only: { type: 'string', multiple: true },
    release: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    report: { type: 'string' },
  },
})
const tier = values.release ? 'release' : 'ci'
const seed = values.seed === undefined ? randomInt(2 ** 32 - 1) : Number(values.seed)
if (!Number.isInteger(seed)) throw new Error(`--seed was given "${values.seed}", but takes a whole number.`)
const unknown = (values.only ?? []).filter((name) => !scenarios.some((scenario) => scenario.name === name))
if (unknown.length > 0) {
  throw new Error(
    `There is no scenario "${unknown.join('", "')}"; there are ${scenarios.map(({ name }) => name).join(', ')}.`,
  )
}
const forReleases = scenarios.filter(({ name, tiers }) => values.only?.includes(name) && !tiers.includes(tier))
if (forReleases.length > 0) {
  throw new Error(`${forReleases.map(({ name }) => `"${name}"`).join(', ')} run before a release alone: add --release.`)
}
// Leaving through the door ends the processes that scenarios have started.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => process.exit(130))
const say = (text: string) => process.stderr.write(`${text}\n`)
const show = values.json ? say : (text: string) => process.stdout.write(`${text}\n`)

const folder = join(workFolder, `run-${process.pid}`)
mkdirSync(folder, { recursive: true })
show(`Chaos, ${tier === 'ci' ? 'as in every run of CI' : 'as before a release'}; seed ${seed}`)
const appFolder = await buildChaosApp()
const results: ScenarioResult[] = []
for (const scenario of scenarios) {
  if (values.only && !values.only.includes(scenario.name)) continue
  if (!scenario.tiers.includes(tier)) continue
  // A seed that is named is the one to be run, of one scenario that is named.
  const own = values.seed !== undefined && values.only ? seed : deriveSeed(seed, scenario.name)
  const seeds = values.seed === undefined ? [own, ...(scenario.regressions ?? [])] : [own]
  for (const each of seeds) {
    const result = await runScenario({
      scenario,
      tier,
      seed: each,
      folder: join(folder, scenario.name),
      appFolder,
      say,
    })
    results.push(result)
    show(formatResult(result))
    if (result.status === 'failed') {
      show(
        `  again: npm run chaos -- --seed ${each} --only ${scenario.name}; its files: ${join(folder, scenario.name)}`,
      )
    }
  }
}

const totals = countResults(results)
const report = { seed, tier, node: process.version, measuredAt: new Date().toISOString(), totals, results }
if (values.report) {
  mkdirSync(dirname(values.report), { recursive: true })
  writeFileSync(values.report, `${JSON.stringify(report, null, 2)}\n`)
}
if (values.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
show(formatTotals(results))
if (totals.failed === 0) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
process.exitCode = totals.failed > 0 ? 1 : 0
