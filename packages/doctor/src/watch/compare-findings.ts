import type { Finding } from '../finding.ts'

export interface FindingsChange {
  readonly appeared: readonly Finding[]
  readonly gone: readonly Finding[]
}

/** What one diagnosis found and another did not. A finding that only moved to another line is the same. */
export function compareFindings(before: readonly Finding[], after: readonly Finding[]): FindingsChange {
  return { appeared: subtract(after, before), gone: subtract(before, after) }
}

function subtract(findings: readonly Finding[], others: readonly Finding[]): Finding[] {
  const left = Map.groupBy(others, identify)
  return findings.filter((finding) => left.get(identify(finding))?.shift() === undefined)
}

const identify = ({ code, place, message }: Finding): string => JSON.stringify([code, place.file, message])
