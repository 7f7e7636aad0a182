/** Every error the command can raise. ASH503, an old Node, is raised by `bin/ashlar.js`, which has to run on one. */
import { AshlarError } from 'ashlar/contract'

/** No folder from here upwards holds an app. */
export function noAppHere(folder: string): AshlarError {
  return new AshlarError(
    'ASH500',
    500,
    `There is no app in ${folder} or above it: no package.json stands beside an app.config.ts. ` +
      'Change to the folder of an app, or write an app.config.ts beside its package.json.',
    { details: { folder } },
  )
}

/** The app's configuration file cannot be loaded, or does not export a configuration. */
export function configNotLoadable(file: string, cause: unknown): AshlarError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new AshlarError(
    'ASH507',
    500,
    `${file} cannot be loaded: ${reason}. Mend it, and export defineApp({ … }) by default.`,
    { details: { file }, cause },
  )
}

/** A command was given an option it does not know. */
export function unknownOption(command: string, option: string, known: readonly string[]): AshlarError {
  const options = known.length === 0 ? 'It takes none.' : `It knows ${known.map((name) => `--${name}`).join(', ')}.`
  return new AshlarError('ASH501', 500, `"ashlar ${command}" has no option --${option}. ${options}`, {
    details: { command, option },
  })
}

/** The words after `ashlar` are no command, or lack something. */
export function notACommand(problem: string): AshlarError {
  return new AshlarError('ASH502', 500, `${problem}. Run "ashlar --help" for the list of commands.`)
}

/** An option's value makes no sense. */
export function invalidOption(option: string, value: string, expected: string): AshlarError {
  return new AshlarError('ASH504', 500, `--${option} was given "${value}", but takes ${expected}.`, {
    details: { option, value },
  })
}

/** A question has to be answered by a person, and none is there. */
export function confirmationNeeded(question: string): AshlarError {
  return new AshlarError(
    'ASH505',
    500,
    `This asks first: ${question} Nobody can answer, because no terminal is attached. Run it again with --yes to agree.`,
  )
}

/** The user said no. */
export function declined(): AshlarError {
  return new AshlarError('ASH506', 500, 'Nothing was done, because the question was answered with no.')
}

/** `ashlar pack` was started in a folder that is no package. */
export function notAPackage(folder: string, problem: string): AshlarError {
  return new AshlarError(
    'ASH550',
    500,
    `The package in ${folder} cannot be packed: ${problem}. Run "ashlar pack" in the folder of a module that has a package.json and a src folder.`,
    { details: { folder } },
  )
}

/** No TypeScript compiler is installed where the package could find one. */
export function compilerNotFound(folder: string): AshlarError {
  return new AshlarError(
    'ASH551',
    500,
    `"ashlar pack" compiles with TypeScript, and ${folder} cannot find it. Run "npm install --save-dev typescript" there.`,
    { details: { folder } },
  )
}

/** The TypeScript compiler refused the package. */
export function compilationFailed(packageName: string, output: string): AshlarError {
  return new AshlarError(
    'ASH552',
    500,
    `${packageName} does not compile, so nothing was packed. Mend what the compiler found, and pack again:\n${output}\n`,
    { details: { packageName } },
  )
}

/** A compiled package does not hold together; every problem is listed. */
export function brokenPackage(packageName: string, problems: readonly string[]): AshlarError {
  return new AshlarError(
    'ASH553',
    500,
    `${packageName} would not work once installed, so no tarball was written. Mend these, and pack again:\n` +
      `${problems.map((problem) => `  - ${problem}`).join('\n')}\n`,
    { details: { packageName, problems } },
  )
}

/** npm could not make the tarball. */
export function tarballFailed(packageName: string, output: string): AshlarError {
  return new AshlarError(
    'ASH554',
    500,
    `npm could not make the tarball of ${packageName}. It said:\n${output}\nMend that, and pack again.`,
    { details: { packageName } },
  )
}

/** A module was named that is not installed, or is switched off. */
export function unknownModule(id: string, known: readonly string[]): AshlarError {
  return new AshlarError(
    'ASH508',
    500,
    `This app has no module "${id}". It has ${known.join(', ') || 'none'}. Correct the id, or install the module.`,
    { details: { id, known } },
  )
}
