/** Looks at a project with every rule. Reading and judging are apart: rules see a model, never a file system. */
import { applyBaseline } from './baseline/apply-baseline.ts'
import { createAppFilter } from './boot/app-filter.ts'
import { catalogue, findRule, rules } from './catalogue.ts'
import { codeUnknown } from './errors.ts'
import type { Finding } from './finding.ts'
import { type OpenProjectOptions, openProject } from './project/open-project.ts'
import type { Project } from './project/project.ts'
import type { Rule } from './rule.ts'

export interface DiagnoseOptions extends OpenProjectOptions {
  /** The codes to look for. @default all */
  readonly only?: readonly string[]
  /** Whether to look only for what the app in the folder must not run with, and only in what it is made of. @default false */
  readonly atBoot?: boolean
}

export interface Diagnosis {
  readonly project: Project
  /** What is found and not known, sorted by place. */
  readonly findings: readonly Finding[]
  /** What is found and on the list of known findings. */
  readonly passed: readonly Finding[]
}

/**
 * Reads the project around a folder and judges it.
 *
 * @throws ASH860 when doctor.json is malformed, ASH861 when there is no project, ASH862 when a code in `only` is unknown.
 */
export async function diagnose({ only, atBoot = false, ...options }: DiagnoseOptions): Promise<Diagnosis> {
  const candidates = atBoot ? catalogue.filter((rule) => rule.atBoot) : catalogue
  const looked = new Set<string>((only ?? candidates.map(({ code }) => code)).map(normaliseCode))
  const project = await openProject(options)
  const found = judge(
    project,
    rules.filter(({ code }) => looked.has(code)),
  )
  const baseline = { source: project.configSource, known: project.config.known, strict: project.config.strict }
  const { findings, passed } = applyBaseline(found, baseline, looked)
  const counts = atBoot ? createAppFilter(project, options.folder) : () => true
  return {
    project,
    findings: findings.filter(counts).toSorted(byPlace),
    passed: passed.filter(counts).toSorted(byPlace),
  }
}

/** A code as the catalogue writes it. @throws ASH862 */
function normaliseCode(code: string): string {
  const rule = findRule(code)
  if (rule) return rule.code
  const prefix = code.toUpperCase().slice(0, -1)
  const near = catalogue.flatMap((candidate) => (candidate.code.startsWith(prefix) ? [candidate.code] : []))
  throw codeUnknown(code, near)
}

function judge(project: Project, chosen: readonly Rule[]): Finding[] {
  return chosen.flatMap((rule) =>
    [...rule.check(project)].map(
      (report): Finding => ({ remedy: rule.remedy, modules: [], ...report, code: rule.code, level: rule.level }),
    ),
  )
}

function byPlace(one: Finding, other: Finding): number {
  return (
    compare(one.place.file, other.place.file) ||
    one.place.line - other.place.line ||
    one.place.column - other.place.column ||
    compare(one.code, other.code)
  )
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)
