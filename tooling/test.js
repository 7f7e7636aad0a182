/**
 * `npm test`: sets everything up, then checks types, style and behaviour. What follows `--` goes to the test runner.
 *
 * In CI the scenarios of `tests/chaos` follow. Ends with what failed, and a line that counts the tests, in which the checks of types and of style
 * and each scenario count as one test.
 */
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { provideChromium } from './bootstrap/chromium.js'
import { explain, runCommand } from './bootstrap/command.js'
import { root, toolScript, workFolder } from './bootstrap/paths.js'
import { prepare } from './bootstrap/prepare.js'
import { say } from './bootstrap/progress.js'
import { run } from './bootstrap/run.js'
import { formatTotals, readChaosTotals, readTotals } from './test-report.js'

const reportFile = join(workFolder, 'test-report.json')
const chaosReportFile = join(workFolder, 'chaos-report.json')
const none = { passed: 0, failed: 0, skipped: 0, failures: [] }
const checks = [
  ['Types', 'typescript', 'tsc', ['-p', 'tsconfig.json']],
  ['Style', '@biomejs/biome', 'biome', ['ci', '--reporter=summary', '.']],
]

await runCommand(async () => {
  let exitCode = 1
  let totals = { passed: 0, failed: 1, skipped: 0, failures: [] }
  try {
    totals = await testAll(process.argv.slice(2))
    exitCode = totals.failed > 0 ? 1 : 0
  } catch (error) {
    exitCode = explain(error)
  }
  for (const failure of totals.failures) say(`✗ ${failure}`)
  say(formatTotals(totals))
  return exitCode
})

async function testAll(selection) {
  const toolchain = await prepare()
  const CHROMIUM_PATH = await provideChromium(toolchain)
  const options = { cwd: root, env: { ...toolchain.env, CHROMIUM_PATH, NODE_ENV: 'test' } }
  const runs = []
  for (const [title, packageName, command, args] of checks) {
    const code = await run(toolchain.node, [toolScript(packageName, command), ...args], options)
    say(`${title}: ${code === 0 ? 'passed' : 'failed'}`)
    runs.push(code === 0 ? { ...none, passed: 1 } : { ...none, failed: 1, failures: [title] })
  }
  runs.push(await runTests(toolchain.node, selection, options))
  // They take minutes, so a person asks for them by name: npm run chaos.
  if (process.env.CI && selection.length === 0) runs.push(await runChaos(toolchain.node, options))
  const sum = (kind) => runs.reduce((total, each) => total + each[kind], 0)
  return {
    passed: sum('passed'),
    failed: sum('failed'),
    skipped: sum('skipped'),
    failures: runs.flatMap(({ failures }) => failures),
  }
}

async function runChaos(node, options) {
  rmSync(chaosReportFile, { force: true })
  const code = await run(node, [join(root, 'tests/chaos/run.ts'), '--report', chaosReportFile], options)
  return readChaosTotals(chaosReportFile, code)
}

async function runTests(node, selection, options) {
  mkdirSync(workFolder, { recursive: true })
  rmSync(reportFile, { force: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`]
  const code = await run(node, [toolScript('vitest', 'vitest'), 'run', ...reporters, ...selection], options)
  return readTotals(reportFile, root, code)
}
