import type { Figure } from './figures.ts'

/** How a scenario ended. */
export interface ScenarioResult {
  readonly scenario: string
  readonly promise: string
  readonly seed: number
  readonly status: 'passed' | 'failed' | 'skipped'
  readonly figures: readonly Figure[]
  readonly seconds: number
  /** Why it was skipped or what it threw. */
  readonly reason?: string
}

/** One result as lines of a table. */
export function formatResult({ scenario, promise, seed, status, figures, seconds, reason }: ScenarioResult): string {
  const rows = figures.map(({ name, value, unit, n, target, met, binding }) => [
    name,
    `${formatNumber(value)}${unit === '' ? '' : ` ${unit}`}`,
    formatNumber(n),
    target,
    target === '' ? '' : met ? 'met' : binding ? 'BROKEN' : 'missed',
  ])
  const heading = ['', 'measured', 'n', 'target', '']
  const widths = heading.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)))
  const format = (row: readonly string[]) =>
    `  ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ')}`.trimEnd()
  return [
    `${status === 'passed' ? '✓' : status === 'failed' ? '✗' : '-'} ${scenario}: ${promise} (seed ${seed}, ${seconds.toFixed(1)} s)`,
    ...(reason === undefined ? [] : [`  ${status === 'skipped' ? 'skipped: ' : ''}${reason}`]),
    ...(rows.length === 0 ? [] : [heading, ...rows].map(format)),
  ].join('\n')
}

/** The last line of a run. */
export function formatTotals(results: readonly ScenarioResult[]): string {
  const { passed, failed, skipped } = countResults(results)
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

export function countResults(results: readonly ScenarioResult[]): Record<ScenarioResult['status'], number> {
  const of = (status: ScenarioResult['status']) => results.filter((result) => result.status === status).length
  return { passed: of('passed'), failed: of('failed'), skipped: of('skipped') }
}

function formatNumber(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 2 : 0 })
}
