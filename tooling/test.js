/**
 * `npm test`: sets everything up, then checks types, style and behaviour. What follows `--` goes to the test runner.
 *
 * Ends with a line that counts the tests, in which the checks of types and of style count as one test each.
 */
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { provideChromium } from './bootstrap/chromium.js'
import { explain, runCommand } from './bootstrap/command.js'
import { root, toolScript, workFolder } from './bootstrap/paths.js'
import { prepare } from './bootstrap/prepare.js'
import { say } from './bootstrap/progress.js'
import { run } from './bootstrap/run.js'
import { formatTotals, readTotals } from './test-report.js'

const reportFile = join(workFolder, 'test-report.json')
const checks = [
  ['Types', 'typescript', 'tsc', ['-p', 'tsconfig.json']],
  ['Style', '@biomejs/biome', 'biome', ['ci', '--reporter=summary', '.']],
]

await runCommand(async () => {
  let exitCode = 1
  let totals = { passed: 0, failed: 1, skipped: 0 }
  try {
    totals = await testAll(process.argv.slice(2))
    exitCode = totals.failed > 0 ? 1 : 0
  } catch (error) {
    exitCode = explain(error)
  }
  say(formatTotals(totals))
  return exitCode
})

async function testAll(selection) {
  const toolchain = await prepare()
  const CHROMIUM_PATH = await provideChromium(toolchain)
  const options = { cwd: root, env: { ...toolchain.env, CHROMIUM_PATH, NODE_ENV: 'test' } }
  const outcomes = []
  for (const [title, packageName, command, args] of checks) {
    const code = await run(toolchain.node, [toolScript(packageName, command), ...args], options)
    say(`${title}: ${code === 0 ? 'passed' : 'failed'}`)
    outcomes.push(code === 0)
  }
  const tests = await runTests(toolchain.node, selection, options)
  return {
    passed: tests.passed + outcomes.filter(Boolean).length,
    failed: tests.failed + outcomes.filter((passed) => !passed).length,
    skipped: tests.skipped,
  }
}

async function runTests(node, selection, options) {
  mkdirSync(workFolder, { recursive: true })
  rmSync(reportFile, { force: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`]
  const code = await run(node, [toolScript('vitest', 'vitest'), 'run', ...reporters, ...selection], options)
  return readTotals(reportFile, code)
}
