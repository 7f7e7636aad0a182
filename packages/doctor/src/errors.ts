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

/** Which packages belong to the workspace is not known. */
export function workspaceMalformed(file: string, cause: unknown): AshlarError {
  const [reason = ''] = (cause instanceof Error ? cause.message : String(cause)).split('\n')
  return new AshlarError('ASH917', 500, `${file} cannot be read: ${reason.replace(/:$/, '')}. Correct it.`, {
    details: { file },
    cause,
  })
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

/** The project is not under version control, or git cannot be asked. */
export function notARepository(folder: string): AshlarError {
  return new AshlarError(
    'ASH910',
    500,
    `Nobody can tell what has changed in ${folder}: it is in no git repository, or there is no git here. Run it in a clone, or without --affected.`,
    { details: { folder } },
  )
}

/** What changes are to be counted from does not exist here. */
export function baseUnknown(bases: readonly string[], shallow: boolean): AshlarError {
  const names = bases.map((base) => `"${base}"`).join(' or ')
  const remedy = shallow
    ? 'This clone is shallow: fetch the branch with its history (git fetch --unshallow; in GitHub Actions, fetch-depth: 0), or name another one with --base.'
    : 'Name a branch, a tag or a commit with --base, or fetch the one that is meant.'
  return new AshlarError('ASH911', 500, `This repository knows no ${names} to count changes from. ${remedy}`, {
    details: { bases, shallow },
  })
}

/** Two branches have nothing in common, as far as this clone can see. */
export function noCommonAncestor(base: string, shallow: boolean): AshlarError {
  const remedy = shallow
    ? 'This clone is shallow: fetch its history (git fetch --unshallow; in GitHub Actions, fetch-depth: 0).'
    : 'Name the branch that this one left with --base.'
  return new AshlarError('ASH912', 500, `This branch and "${base}" have no commit in common. ${remedy}`, {
    details: { base, shallow },
  })
}

/** The system lets this process watch no more folders. */
export function tooManyFolders(cause: Error): AshlarError {
  return new AshlarError(
    'ASH914',
    500,
    `The system refuses to watch all folders of the project: ${cause.message}. Allow more (on Linux: sysctl fs.inotify.max_user_watches=524288; elsewhere: ulimit -n), or run the doctor without --watch.`,
    { cause },
  )
}
