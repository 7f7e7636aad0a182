/** What keeps the contract lock itself from working; what it says about a module are findings. */
import { AshlarError } from 'ashlar/contract'

/** No package of the workspace is a module. */
export function noModules(folder: string): AshlarError {
  return new AshlarError(
    'ASH889',
    500,
    `No package at ${folder} or in its workspace is a module: none has an "ashlar" field that names its definition. Run the command in a workspace with modules, or in a module.`,
    { details: { folder } },
  )
}

/** No TypeScript compiler is installed where the workspace could find one. */
export function compilerMissing(folder: string): AshlarError {
  return new AshlarError(
    'ASH890',
    500,
    `The types of a contract are read with TypeScript, and ${folder} cannot find it. Run "npm install --save-dev typescript" there.`,
    { details: { folder } },
  )
}

/** The compiler ended without an answer that could be judged. */
export function compilerFailed(what: string, output: string): AshlarError {
  return new AshlarError(
    'ASH891',
    500,
    `TypeScript gave no verdict on ${what}. Nothing was written. Mend what it says, then run the command again:\n${output}\n`,
    { details: { what } },
  )
}

/** Some modules cannot be locked; each reason was told before. */
export function notWritten(modules: readonly string[]): AshlarError {
  return new AshlarError(
    'ASH892',
    500,
    `The lock of ${modules.join(', ')} was not written. Do what the findings above say, then run "ashlar contracts --write" again.`,
    { details: { modules } },
  )
}
