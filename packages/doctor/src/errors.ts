/** What keeps the doctor itself from working; what it finds in a project are findings. */
import { AshlarError } from 'ashlar/contract'
import type { Finding } from './finding.ts'

export function configMalformed(file: string, reason: string): AshlarError {
  return new AshlarError('ASH860', 500, `${file} cannot be read: ${reason}. Correct it.`, { details: { file } })
}

export function nothingToRead(folder: string): AshlarError {
  return new AshlarError(
    'ASH861',
    500,
    `There is no package.json in ${folder} or above it. Run the command in an app, a module or a workspace.`,
    { details: { folder } },
  )
}

export function codeUnknown(code: string, near: readonly string[]): AshlarError {
  return new AshlarError(
    'ASH862',
    500,
    `The doctor knows no code "${code}".${near.length > 0 ? ` Near it: ${near.join(', ')}.` : ''} "ashlar doctor --explain" without a code lists them all.`,
    { details: { code } },
  )
}

/** Carries every breach that a test has found. */
export function modulesUnsound(findings: readonly Finding[]): AshlarError {
  const lines = findings.map(
    ({ code, place, message, remedy }) =>
      `  ${place.file}:${place.line}:${place.column}  ${code}  ${message}\n    → ${remedy}`,
  )
  const count = `${findings.length} breach${findings.length === 1 ? '' : 'es'} of the conventions`
  return new AshlarError('ASH865', 500, `The doctor found ${count}:\n${lines.join('\n')}\n`, {
    details: { findings: findings.map(({ code, place, message }) => ({ code, place, message })) },
  })
}
