/** Takes known findings out of what was found, and finds what is wrong with the list of them. */
import type { KnownFinding } from '../config.ts'
import type { Finding, Place } from '../finding.ts'
import type { RuleDescription } from '../rule.ts'
import { findProperty, type JsonSource } from '../source/json-source.ts'
import { knownInStrict, knownIsGone } from './rules.ts'

export interface Baseline {
  /** `doctor.json`, for the places of its entries. */
  readonly source: JsonSource
  readonly known: readonly KnownFinding[]
  readonly strict: readonly string[]
}

export interface Sifted {
  /** What is new, and what is wrong with the list. */
  readonly findings: readonly Finding[]
  /** What was found and is known. */
  readonly passed: readonly Finding[]
}

/** `looked` are the codes that were looked for: an entry of any other is not held to be gone. */
export function applyBaseline(found: readonly Finding[], baseline: Baseline, looked: ReadonlySet<string>): Sifted {
  const open = Map.groupBy(baseline.known.keys(), (index) => identify(baseline.known[index]))
  const isKnown = (finding: Finding) =>
    open.get(identify({ ...finding, file: finding.place.file }))?.shift() !== undefined
  const { passed = [], fresh = [] } = Object.groupBy(found, (finding) => (isKnown(finding) ? 'passed' : 'fresh'))
  const gone = [...open.values()].flat().filter((index) => looked.has(baseline.known[index]?.code ?? ''))
  const strict = passed.filter(({ modules }) => modules.some((id) => baseline.strict.includes(id)))
  return {
    passed,
    findings: [
      ...fresh,
      ...gone.map((index) => report(knownIsGone, baseline, index, 'is no longer found')),
      ...strict.map((finding) => {
        const index = baseline.known.findIndex(
          (known) => identify(known) === identify({ ...finding, file: finding.place.file }),
        )
        return report(knownInStrict, baseline, index, `stands in the strict module ${finding.modules.join(', ')}`)
      }),
    ],
  }
}

/** A line may move, so only code, file and message tell one finding from another. */
function identify(finding: Pick<KnownFinding, 'code' | 'file' | 'message'> | undefined): string {
  return finding ? JSON.stringify([finding.code, finding.file, finding.message]) : ''
}

function report(rule: RuleDescription, baseline: Baseline, index: number, what: string): Finding {
  const known = baseline.known[index]
  return {
    code: rule.code,
    level: rule.level,
    remedy: rule.remedy,
    modules: [],
    place: placeOfEntry(baseline.source, index),
    message: `The known finding ${known?.code} in ${known?.file} ${what}: ${known?.message}`,
  }
}

function placeOfEntry(source: JsonSource, index: number): Place {
  const list = findProperty(source, 'known')?.value
  const at = list?.kind === 'list' ? list.items[index]?.at : undefined
  return { file: source.path, line: at?.line ?? 1, column: at?.column ?? 1 }
}
