/** Every error the command can raise. ASH503, an old Node, is raised by `bin/ashlar.js`, which has to run on one. */
import { stripVTControlCharacters } from 'node:util'
import type { Finding } from '@ashlar/doctor'
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
  const hint = /^\d/.test(option) ? ' A value that begins with a hyphen stands behind two of them: -- -5.' : ''
  return new AshlarError('ASH501', 500, `"ashlar ${command}" has no option --${option}. ${options}${hint}`, {
    details: { command, option },
  })
}

/** A command was given more words than it takes. */
export function tooManyWords(command: string, words: readonly string[], taken: number): AshlarError {
  const most = taken === 0 ? 'none' : taken === 1 ? 'only one' : `only ${taken}`
  const sentence = `"ashlar ${command}" takes ${most}, so ${words.map((word) => `"${word}"`).join(', ')} would be passed over.`
  return new AshlarError('ASH515', 500, `${sentence} Run "ashlar ${command} --help" to see what it takes.`, {
    details: { command, words },
  })
}

/** What the words after `ashlar` lack, in the command that they lead to. */
export function argumentsWrong(command: string, problem: string): AshlarError {
  return new AshlarError('ASH502', 500, `"${command}": ${problem}. Run "${command} --help" to see what it takes.`, {
    details: { command },
  })
}

/** A word after `ashlar` is no command, or one is missing. */
export function notACommand(command: string, word: string | undefined, known: readonly string[]): AshlarError {
  const problem = word === undefined ? 'needs another word' : `has no command "${word}"`
  return new AshlarError('ASH502', 500, `"${command}" ${problem}. It knows ${known.join(', ')}.`, {
    details: { command, word },
  })
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

/** The folder to load from cannot be read. */
export function importFolderMissing(folder: string, cause: unknown): AshlarError {
  return new AshlarError(
    'ASH530',
    500,
    `The folder ${folder} cannot be read. Give --from a folder that holds CSV files.`,
    { details: { folder }, cause },
  )
}

/** No module takes any file of a folder. */
export function nothingToImport(folder: string, files: readonly string[]): AshlarError {
  const known = files.length === 0 ? 'No installed module loads any file.' : `The modules load ${files.join(', ')}.`
  return new AshlarError('ASH531', 500, `${folder} holds no file that a module of this app loads. ${known}`, {
    details: { folder, files },
  })
}

/** The header of a file lacks columns that its import needs. */
export function columnsMissing(file: string, missing: readonly string[], present: readonly string[]): AshlarError {
  const names = missing.map((name) => `"${name}"`).join(', ')
  return new AshlarError(
    'ASH532',
    500,
    `${file} has no column ${names}; its header is ${present.join(', ')}. Add what is missing, or load another file.`,
    { details: { file, missing, present } },
  )
}

/** A CSV file cannot be read at all. */
export function csvNotReadable(file: string, reason: string, cause?: unknown): AshlarError {
  return new AshlarError('ASH533', 500, `${file} cannot be loaded: ${reason}. Mend the file; nothing of it was kept.`, {
    details: { file },
    ...(cause === undefined ? {} : { cause }),
  })
}

/** Some files were not loaded. What is wrong with each was told before. */
export function importIncomplete(files: readonly string[]): AshlarError {
  return new AshlarError(
    'ASH534',
    500,
    `${files.join(', ')} ${files.length === 1 ? 'was' : 'were'} not loaded; nothing of ${files.length === 1 ? 'it' : 'them'} was kept. ` +
      'Mend what is listed above, and load again from a folder without the files that went through.',
    { details: { files } },
  )
}

/** Another program listens on the port. */
export function portTaken(host: string, port: number, cause: unknown): AshlarError {
  return new AshlarError(
    'ASH520',
    500,
    `Port ${port} of ${host} is taken by another program. Stop that, or choose another port: --port ${port + 1}, or PORT=${port + 1}.`,
    { details: { host, port }, cause },
  )
}

/** The user may not listen on the port. */
export function portNotAllowed(port: number, cause: unknown): AshlarError {
  return new AshlarError(
    'ASH521',
    500,
    `This user may not listen on port ${port}. Choose one above 1023 (--port 3000), or allow it in the system.`,
    { details: { port }, cause },
  )
}

/** There is no production build to serve. */
export function notBuilt(folder: string): AshlarError {
  return new AshlarError('ASH523', 500, `${folder} holds no production build. Run "ashlar build" first.`, {
    details: { folder },
  })
}

/** The database of a production app was to be reset. */
export function resetRefused(): AshlarError {
  return new AshlarError(
    'ASH540',
    500,
    'This would drop all data, and NODE_ENV says that it is production. If that is what you want, run it again with --force.',
  )
}

/** A change of tables would lose data, and nobody agreed to that. */
export function dataLossRefused(module: string, statements: readonly string[]): AshlarError {
  return new AshlarError(
    'ASH541',
    500,
    `The change of module "${module}" loses data:\n${statements.map((statement) => `  ${statement}`).join('\n')}\n` +
      'Nothing was written. If it is meant, run it again with --allow-data-loss.',
    { details: { module, statements } },
  )
}

/** An option is missing, and nobody can be asked. */
export function optionNeeded(option: string): AshlarError {
  return new AshlarError(
    'ASH509',
    500,
    `--${option} is missing, and nobody can be asked for it, because no terminal is attached. Run it again with --${option}.`,
    { details: { option } },
  )
}

/** A command was not told what it needs. @param choices what would tell it, as the end of a sentence. */
export function choiceNeeded(command: string, choices: string): AshlarError {
  return new AshlarError('ASH514', 500, `"ashlar ${command}" was not told what to do. Give it ${choices}.`, {
    details: { command },
  })
}

/** What the command says has no place to go: the disk that it is written to is full, for example. */
export function outputNotWritten(cause: Error): AshlarError {
  return new AshlarError(
    'ASH516',
    500,
    `What the command says could not be written to standard output (${cause.message}). What it was told to do may be done all the same. Make room there, or have it written elsewhere.`,
    { cause },
  )
}

/** No installed module makes accounts. */
export function accountAdminMissing(): AshlarError {
  return new AshlarError(
    'ASH560',
    500,
    'No module of this app makes accounts: none offers the service "account-admin". Install one that does, such as @ashlar/users.',
  )
}

/** No installed module administers tenants. */
export function tenantAdminMissing(): AshlarError {
  return new AshlarError(
    'ASH511',
    500,
    'No module of this app administers tenants: none offers the service "tenant-admin". Install one that does, such as @ashlar/tenants.',
  )
}

/** A command was told to work for a tenant that is not there. @param known the slugs of those that are */
export function tenantNotFound(name: string, known: readonly string[]): AshlarError {
  return new AshlarError(
    'ASH512',
    500,
    `There is no tenant "${name}". ${describeTenants('Name one of these', known)}`,
    {
      details: { name, known },
    },
  )
}

/** It matters whose rows a command works on, and nothing says so. @param known the slugs of the tenants */
export function tenantNotNamed(known: readonly string[]): AshlarError {
  return new AshlarError(
    'ASH513',
    500,
    `This app has tenants, and the rows would belong to none of them. ${describeTenants('Name one of these with --tenant', known)}`,
    { details: { known } },
  )
}

function describeTenants(remedy: string, known: readonly string[]): string {
  return known.length === 0 ? 'Make one with "ashlar tenant create".' : `${remedy}: ${known.join(', ')}.`
}

/** Vite could not build a part of the app. */
export function buildFailed(part: 'client' | 'server', cause: unknown): AshlarError {
  const reason = stripVTControlCharacters(cause instanceof Error ? cause.message : String(cause)).trim()
  return new AshlarError(
    'ASH510',
    500,
    `The ${part} side of the app does not build. The last build is left as it was. Mend what stands here, and build again:\n${reason}\n`,
    { details: { part }, cause },
  )
}

/** The project's tests cannot be run, because it has no test runner. */
export function testRunnerMissing(folder: string): AshlarError {
  return new AshlarError(
    'ASH913',
    500,
    `The tests run with Vitest, and ${folder} has none. Add it to the devDependencies there: npm install --save-dev vitest.`,
    { details: { folder } },
  )
}

/** Two options were given that cannot both be had. */
export function optionsClash(option: string, others: readonly string[]): AshlarError {
  const names = others.map((other) => `--${other}`).join(' or ')
  return cannotGoTogether(option, names, { option, others })
}

/** A value was given, and standard input was to give one too. */
export function valueTwice(command: string): AshlarError {
  return cannotGoTogether('stdin', `a value on the command line of "ashlar ${command}"`, { command })
}

function cannotGoTogether(option: string, other: string, details: Readonly<Record<string, unknown>>): AshlarError {
  return new AshlarError('ASH915', 500, `--${option} cannot go together with ${other}. Leave one of them out.`, {
    details,
  })
}

/** What stands on the command line is seen by others on the machine, and kept in the history of the shell. */
export function secretInWords(setting: string): AshlarError {
  return new AshlarError(
    'ASH524',
    500,
    `The setting "${setting}" is a secret, and what stands on a command line can be read by others. Run it again with --stdin and without the value, and give the value on standard input. Take the one that was typed for known: set another.`,
    { details: { setting } },
  )
}

/** Worker processes were asked for where nothing is left to them. */
export function workersWithoutWork(roles: readonly string[]): AshlarError {
  return new AshlarError(
    'ASH583',
    500,
    `Worker processes take over the role "worker", and this process has only ${roles.join(', ')}. Add the role, or leave out --workers and APP_WORKERS.`,
    { details: { roles } },
  )
}

/** The app has breaches that it must not run with. */
export function buildRefused(findings: readonly Finding[]): AshlarError {
  const lines = findings.map(
    ({ place, code, message, remedy }) =>
      `  ${place.file}:${place.line}:${place.column}  ${code}  ${message}\n    → ${remedy}`,
  )
  return new AshlarError(
    'ASH916',
    500,
    `The app is not built, because walls that its users rely on do not hold:\n${lines.join('\n')}\n` +
      'The last build is left as it was. Mend what stands here; what has to wait is let pass by an entry in doctor.json with a reason.',
    { details: { findings: findings.map(({ code, place, message }) => ({ code, place, message })) } },
  )
}
