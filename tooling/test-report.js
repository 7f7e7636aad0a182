/** Counts what the test runner reports, and names what failed. */
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'

/**
 * @typedef {object} Totals
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {readonly string[]} failures each failed test: where it is, and how it failed
 */

/** How much of a failure is said again at the end of a run. */
const longestMessage = 600

/**
 * The totals of a run, from the file that Vitest's JSON reporter wrote. A run that ended badly without naming a failed
 * test has failed all the same, and so has a test file that could not be loaded.
 *
 * @param {string} root the folder that files are named from
 * @param {number} exitCode of the runner
 * @returns {Totals}
 */
export function readTotals(reportFile, root, exitCode) {
  const report = readReport(reportFile)
  if (!report) return { passed: 0, failed: 1, skipped: 0, failures: ['The test runner wrote no report.'] }
  const failures = report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(root, name)
    const failed = assertionResults.filter((test) => test.status === 'failed')
    if (status === 'failed' && failed.length === 0) return [describe(file, message)]
    return failed.map((test) => describe(`${file} › ${test.fullName}`, test.failureMessages[0]))
  })
  if (exitCode !== 0 && failures.length === 0) failures.push('The test runner ended badly, though no test failed.')
  return {
    passed: report.numPassedTests,
    failed: failures.length,
    skipped: report.numPendingTests + report.numTodoTests,
    failures,
  }
}

/**
 * The totals of the scenarios of `tests/chaos`, from the report of their run. A run that ended badly without one has failed.
 *
 * @param {number} exitCode of the run
 * @returns {Totals}
 */
export function readChaosTotals(reportFile, exitCode) {
  const totals = readReport(reportFile)?.totals
  if (!totals) return { passed: 0, failed: 1, skipped: 0, failures: ['The scenarios wrote no report.'] }
  const failed = exitCode !== 0 && totals.failed === 0 ? 1 : totals.failed
  return { ...totals, failed, failures: failed > 0 ? [`${failed} of the scenarios above`] : [] }
}

/** The end of a run. Its last line counts what passed and what failed, whatever else there is to say. */
export function formatTotals({ passed, failed, skipped }) {
  return `${skipped > 0 ? `${skipped} skipped\n` : ''}${passed} passed, ${failed} failed`
}

function describe(test, message = '') {
  return `${test}\n${message.slice(0, longestMessage)}`.trimEnd()
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
