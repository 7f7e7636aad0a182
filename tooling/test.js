/**
 * `npm test`: sets everything up, then checks types, style and behaviour. What follows `--` goes to the test runner.
 *
 * Ends with a line that counts the tests, in which a failed check of types or style counts as a failed test.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { provideChromium } from './bootstrap/chromium.js'
import { say } from './bootstrap/fail.js'
import { root, workFolder } from './bootstrap/paths.js'
import { prepare } from './bootstrap/prepare.js'
import { run } from './bootstrap/run.js'

const { node, env } = await prepare()
const browser = await provideChromium(node)
const options = { cwd: root, env: { ...env, ...browser } }
const bin = (name) => join(root, 'node_modules', '.bin', name)
const selection = process.argv.slice(2)

const checks =
  selection.length > 0
    ? []
    : [
        ['Types', bin('tsc'), ['-p', 'tsconfig.json']],
        ['Style', bin('biome'), ['ci', '--reporter=summary', '.']],
      ]
let failedChecks = 0
for (const [name, command, args] of checks) {
  const code = await run(command, args, options)
  say(`${name}: ${code === 0 ? 'passed' : 'failed'}`)
  if (code !== 0) failedChecks += 1
}

const reportFile = join(workFolder, 'test-report.json')
mkdirSync(workFolder, { recursive: true })
rmSync(reportFile, { force: true })
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`]
const code = await run(bin('vitest'), ['run', ...reporters, ...selection], options)
const { passed, failed, skipped } = readReport(code)
const failures = failed + failedChecks
say(`${passed + checks.length - failedChecks} passed, ${failures} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
process.exit(failures > 0 || code !== 0 ? 1 : 0)

/** A runner that ended badly without naming a failed test has failed all the same. */
function readReport(exitCode) {
  try {
    const report = JSON.parse(readFileSync(reportFile, 'utf8'))
    const failed = report.numFailedTests
    const brokenFiles = report.testResults.filter(
      ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
    ).length
    const counted = failed + brokenFiles
    return {
      passed: report.numPassedTests,
      failed: exitCode !== 0 && counted === 0 ? 1 : counted,
      skipped: report.numPendingTests + (report.numTodoTests ?? 0),
    }
  } catch {
    return { passed: 0, failed: 1, skipped: 0 }
  }
}
