import type { Level, Report } from './finding.ts'
import type { Project } from './project/project.ts'

export type Family =
  | 'sources'
  | 'identity'
  | 'imports'
  | 'data'
  | 'pages'
  | 'locales'
  | 'settings'
  | 'packages'
  | 'baseline'

/** What is said of a code, in lists, reports and explanations. */
export interface RuleDescription {
  /** Stable, never used again for something else. */
  readonly code: `ASH${number}`
  /** A few words by which people know it. */
  readonly title: string
  readonly family: Family
  readonly level: Level
  /**
   * Whether an app in which it is found is refused by a production build: it would harm those who use the app, not only
   * those who write it. @default false
   */
  readonly atBoot?: boolean
  /** Why what it finds is wrong, in one sentence. */
  readonly cause: string
  /** What to do about it, in one sentence. */
  readonly remedy: string
  /**
   * Whether `--fix` repairs it: always, `where` some condition holds, or never, with the reason why no edit can be right
   * without a decision.
   */
  readonly fix: 'automatic' | { readonly where: string } | { readonly none: string }
}

/** A convention that the doctor holds a project to. */
export interface Rule extends RuleDescription {
  /** Finds every breach in the project. Pure: reads the model, and nothing else. */
  readonly check: (project: Project) => Iterable<Report>
}

/** Declares a rule. */
export function defineRule(rule: Rule): Rule {
  return Object.freeze(rule)
}
