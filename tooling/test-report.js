/** Counts what the test runner reports. */
import { readFileSync } from 'node:fs'

/**
 * The totals of a run, from the file that Vitest's JSON reporter wrote. A run that ended badly without naming a failed
 * test has failed all the same, and so has a test file that could not be loaded.
 *
 * @param {number} exitCode of the runner
 * @returns {{ passed: number, failed: number, skipped: number }}
 */
export function readTotals(reportFile, exitCode) {
  const report = readReport(reportFile)
  if (!report) return { passed: 0, failed: 1, skipped: 0 }
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  )
  const failed = report.numFailedTests + brokenFiles.length
  return {
    passed: report.numPassedTests,
    failed: exitCode !== 0 && failed === 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

/** The last line of a run. */
export function formatTotals({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
