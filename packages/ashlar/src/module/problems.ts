/** Several problems as one report. */
import { AshlarError } from '../contract/errors.ts'

/** A problem as a program reads it. */
export interface ProblemReport {
  readonly code: string
  /** What is wrong, where, and what to do next. */
  readonly message: string
  readonly details: Readonly<Record<string, unknown>>
}

/** Writes problems for a person: numbered, each with its code. */
export function formatProblems(problems: readonly AshlarError[]): string {
  return problems
    .map(({ code, sentence }, index) => `  ${index + 1}. ${code}  ${sentence.replaceAll('\n', '\n     ')}`)
    .join('\n')
}

/** Writes problems for a program, as `--json` prints them. */
export function describeProblems(problems: readonly AshlarError[]): ProblemReport[] {
  return problems.map(({ code, sentence, details }) => ({ code, message: sentence, details }))
}

/** The problems behind an error: those that a refused boot collected, an expected error itself, none of a defect. */
export function listProblems(error: unknown): readonly AshlarError[] {
  if (!(error instanceof AshlarError)) return []
  const collected = 'problems' in error.details && error.cause instanceof AggregateError ? error.cause.errors : [error]
  return collected.filter((problem) => problem instanceof AshlarError)
}
