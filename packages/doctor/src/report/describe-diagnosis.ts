/** A diagnosis for programs. */
import type { Diagnosis } from '../diagnose.ts'
import type { Finding } from '../finding.ts'

export interface DescribedDiagnosis {
  readonly findings: readonly Finding[]
  readonly known: readonly Finding[]
  readonly files: number
  readonly modules: readonly string[]
}

/** What `--json` prints. */
export function describeDiagnosis({ project, findings, passed }: Diagnosis): DescribedDiagnosis {
  return {
    findings,
    known: passed,
    files: project.files.size,
    modules: project.modules.map(({ id, package: of }) => id ?? of.name),
  }
}
