/** What a scenario measured, with how often, and the target beside it. */
export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** Out of how many: a zero says nothing without it. */
  readonly n: number
  /** The target in words, such as `= 0` or `≤ 3000 ms`. */
  readonly target: string
  readonly met: boolean
  /** Whether missing it fails the run: a loss or a double effect does, a speed is printed as missed. */
  readonly binding: boolean
}

/** Something that must never be: the run fails at the first. */
export function never(name: string, value: number, n: number): Figure {
  return { name, value, unit: '', n, target: '= 0', met: value === 0, binding: true }
}

/** Something that must be so each time: the run fails when it is not, once. */
export function always(name: string, value: number, n: number): Figure {
  return { name, value, unit: '', n, target: `= ${n}`, met: value === n, binding: true }
}

/** A measured bound. Missing it is printed and does not fail the run. */
export function atMost(name: string, value: number, bound: number, unit: string, n: number): Figure {
  return { name, value, unit, n, target: `≤ ${bound} ${unit}`, met: value <= bound, binding: false }
}

/** A measured bound. Missing it is printed and does not fail the run. */
export function atLeast(name: string, value: number, bound: number, unit: string, n: number): Figure {
  return { name, value, unit, n, target: `≥ ${bound} ${unit}`, met: value >= bound, binding: false }
}

/** Tells how much was done, without a target. */
export function count(name: string, value: number, unit = ''): Figure {
  return { name, value, unit, n: value, target: '', met: true, binding: false }
}

/** The value that `share` of all values do not exceed; 0 of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0
}

/** What was measured, and when. */
export interface Sample {
  readonly at: number
  readonly value: number
}

/**
 * By how much the values rise while `at` rises by one: the median of the slopes between any two samples (Theil–Sen), which a
 * third of them being far off does not move by much. 0 of fewer than two.
 */
export function slopeOf(samples: readonly Sample[]): number {
  const slopes = samples.flatMap((later, index) =>
    samples.slice(0, index).map((earlier) => (later.value - earlier.value) / (later.at - earlier.at)),
  )
  return quantile(slopes, 0.5)
}
