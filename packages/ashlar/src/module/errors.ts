/** Every error that finding, ordering and starting modules can raise. */
import { AshlarError } from '../contract/errors.ts'
import { describeProblems, formatProblems } from './problems.ts'

const refuse = (code: string, sentence: string, details: Record<string, unknown>, cause?: unknown): AshlarError =>
  new AshlarError(code, 500, sentence, cause === undefined ? { details } : { details, cause })

const quoteAll = (names: readonly string[]): string => [...new Set(names)].map((name) => `"${name}"`).join(' and ')

export function appPackageMissing(appFolder: string): AshlarError {
  return refuse('ASH100', `There is no package.json in ${appFolder}. Run the command in the folder of an app.`, {
    appFolder,
  })
}

export function packageNotInstalled(packageName: string, appFolder: string): AshlarError {
  return refuse(
    'ASH101',
    `The dependency "${packageName}" of ${appFolder}/package.json is not installed. Run npm install there.`,
    { packageName, appFolder },
  )
}

export function moduleFieldMalformed(packageName: string, packageFile: string): AshlarError {
  return refuse(
    'ASH102',
    `The "ashlar" field of package "${packageName}" in ${packageFile} names no file inside the package. Write "ashlar": { "module": "./src/module.ts" }.`,
    { packageName, packageFile },
  )
}

export function moduleFileMissing(packageName: string, file: string): AshlarError {
  return refuse(
    'ASH103',
    `The "ashlar.module" field of package "${packageName}" points to ${file}, which does not exist. Correct the path, or add the file.`,
    { packageName, file },
  )
}

export function definitionNotLoadable(packageName: string, file: string, cause: unknown): AshlarError {
  return refuse(
    'ASH104',
    `The definition of package "${packageName}" in ${file} cannot be loaded: ${describeCause(cause)}. Correct what it imports, or install what is missing.`,
    { packageName, file },
    cause,
  )
}

export function notADefinition(packageName: string, file: string): AshlarError {
  return refuse(
    'ASH105',
    `The default export of ${file} (package "${packageName}") is no module definition. Export defineModule({ … }) by default.`,
    { packageName, file },
  )
}

export function moduleIdInvalid(id: string, packageName: string): AshlarError {
  return refuse(
    'ASH106',
    `"${id}" (package "${packageName}") cannot be a module id. Use lower-case letters, digits and hyphens or underscores, starting with a letter, at most 40.`,
    { id, packageName },
  )
}

export function moduleIdReserved(id: string, packageName: string): AshlarError {
  return refuse(
    'ASH107',
    `The module id "${id}" (package "${packageName}") is reserved for the framework or the database. Choose another.`,
    { id, packageName },
  )
}

export function moduleIdTaken(id: string, packageNames: readonly string[]): AshlarError {
  return refuse(
    'ASH108',
    `The packages ${quoteAll(packageNames)} both define the module "${id}". Uninstall one of them.`,
    { id, packageNames },
  )
}

export function frameworkVersionRefused(packageName: string, range: string, version: string): AshlarError {
  return refuse(
    'ASH109',
    `Package "${packageName}" works with ashlar ${range}, but this app runs ashlar ${version}. Install a version of "${packageName}" that fits.`,
    { packageName, range, version },
  )
}

export function needNotOffered(module: string, name: string, service: string): AshlarError {
  return refuse(
    'ASH110',
    `Module "${module}" needs the service "${service}" (as "${name}"), but no module that is on offers it. Install one that does, switch it on in app.config.ts, or make the need optional().`,
    { module, name, service },
  )
}

export function serviceOfferedTwice(service: string, modules: readonly string[]): AshlarError {
  return refuse(
    'ASH111',
    `The service "${service}" is offered more than once, by ${quoteAll(modules)}. Leave one: modules.exclude in app.config.ts switches a module off.`,
    { service, modules },
  )
}

export function needsInCircle(circle: readonly string[]): AshlarError {
  return refuse(
    'ASH112',
    `These modules need each other in a circle: ${circle.join(' → ')}. Turn one need into an event, or move what both need into a third module.`,
    { circle },
  )
}

export function routeWithoutAccess(module: string, key: string, method: string, path: string): AshlarError {
  return refuse(
    'ASH113',
    `The route "${key}" of module "${module}" (${method} ${path}) does not say who may use it. Add can: anyone, signedIn or a permission.`,
    { module, key, method, path },
  )
}

export function permissionUnknown(module: string, key: string, permission: string): AshlarError {
  return refuse(
    'ASH114',
    `The route "${key}" of module "${module}" asks for the permission "${permission}", which no installed module declares. Add it to the module's definePermissions, and to its definition.`,
    { module, key, permission },
  )
}

/** Two routes would answer the same requests; `shape` is the method and the path without the names of its parameters. */
export function routesCollide(
  shape: string,
  routes: readonly { readonly route: string; readonly path: string }[],
): AshlarError {
  return refuse(
    'ASH115',
    `More than one route answers ${shape}: ${routes.map(({ route, path }) => `"${route}" (${path})`).join(' and ')}. Change one of the paths.`,
    { shape, routes },
  )
}

export function pageWithoutFile(page: string, folder: string): AshlarError {
  return refuse(
    'ASH116',
    `The page "${page}" has no component: ${folder} has no file of that name. Add ${page.slice(page.indexOf('/') + 1)}.tsx there, or drop the page from the contract.`,
    { page, folder },
  )
}

export function fileWithoutPage(file: string, module: string): AshlarError {
  return refuse(
    'ASH117',
    `${file} is the component of no page: the contract of module "${module}" does not declare it. Declare it with definePages, or begin its name with a lower-case letter if it is a part of a page.`,
    { file, module },
  )
}

export function foreignDeclaration(module: string, kind: string, name: string): AshlarError {
  return refuse(
    'ASH118',
    `Module "${module}" declares the ${kind} "${name}", whose name belongs to another module. Begin it with "${module}".`,
    { module, kind, name },
  )
}

export function behaviourMissing(module: string, what: string): AshlarError {
  return refuse(
    'ASH119',
    `Module "${module}" declares ${what} but loads no behaviour. Add start: () => import('./start.ts') to its definition.`,
    { module, what },
  )
}

export function behaviourIncomplete(
  module: string,
  missing: readonly string[],
  superfluous: readonly string[],
): AshlarError {
  const parts = [
    missing.length > 0 ? `does not answer ${missing.join(', ')}` : '',
    superfluous.length > 0 ? `answers ${superfluous.join(', ')}, which it does not declare` : '',
  ].filter((part) => part !== '')
  return refuse(
    'ASH120',
    `The behaviour of module "${module}" ${parts.join(' and ')}. Bring its start file and its definition together.`,
    { module, missing, superfluous },
  )
}

/** The behaviour of a module raised while it was made, or could not be loaded. The next use of the module tries again. */
export function startFailed(module: string, cause: unknown): AshlarError {
  return refuse(
    'ASH121',
    `Module "${module}" could not start: ${describeCause(cause)}. Correct its start file, or what that relies on.`,
    { module },
    cause,
  )
}

export function stopFailed(failures: readonly { readonly module: string; readonly cause: unknown }[]): AshlarError {
  return refuse(
    'ASH122',
    `These modules did not stop cleanly: ${failures.map(({ module, cause }) => `"${module}" (${describeCause(cause)})`).join(', ')}. All others were stopped. Correct the stop() of their behaviour.`,
    { modules: failures.map(({ module }) => module) },
    new AggregateError(failures.map(({ cause }) => cause)),
  )
}

export function configuredModuleUnknown(
  list: 'include' | 'exclude',
  id: string,
  installed: readonly string[],
): AshlarError {
  return refuse(
    'ASH123',
    `modules.${list} in app.config.ts names "${id}", but the installed modules are ${installed.join(', ') || 'none'}. Correct the id.`,
    { list, id, installed },
  )
}

export function rolePatternUnknown(role: string, pattern: string): AshlarError {
  return refuse(
    'ASH124',
    `The role "${role}" in app.config.ts grants "${pattern}", which matches no permission of an installed module. Correct it, or install the module.`,
    { role, pattern },
  )
}

export function nameReserved(module: string, kind: string, name: string): AshlarError {
  return refuse(
    'ASH125',
    `Module "${module}" has ${kind} called "${name}", a name under which every behaviour receives something of its own. Choose another.`,
    { module, kind, name },
  )
}

export function menuRouteNeedsParameters(module: string, path: string): AshlarError {
  return refuse(
    'ASH126',
    `The menu of module "${module}" points to ${path}, an address that needs parameters. Point to a route without any.`,
    { module, path },
  )
}

export function importFileTaken(file: string, modules: readonly string[]): AshlarError {
  return refuse(
    'ASH127',
    `The file "${file}" is imported more than once, by ${quoteAll(modules)}. Let one of them take it, or rename the file.`,
    { file, modules },
  )
}

/** Carries every problem that keeps an app from booting. `details.problems` has them for programs. */
export function bootRefused(problems: readonly AshlarError[]): AshlarError {
  return refuse(
    'ASH128',
    `The app cannot start: ${count(problems)} found.\n${formatProblems(problems)}\nNothing was started and nothing was changed.`,
    { problems: describeProblems(problems) },
    new AggregateError(problems),
  )
}

export function definitionMalformed(packageName: string, file: string, faults: readonly string[]): AshlarError {
  return refuse(
    'ASH129',
    `The definition of package "${packageName}" in ${file} is not well formed. ${faults.join('; ')}. Correct it there, or in the contract it reads from.`,
    { packageName, file, faults },
  )
}

export function packageFileMalformed(file: string, reason: string): AshlarError {
  return refuse('ASH130', `${file} cannot be read: ${reason}. Correct it, or install the package again.`, { file })
}

export function routePathInvalid(module: string, key: string, path: string, reason: string): AshlarError {
  return refuse(
    'ASH131',
    `The route "${key}" of module "${module}" has the path ${path}, but ${reason}. Write it like /orders/:id/lines.`,
    { module, key, path },
  )
}

export function routePathReserved(module: string, key: string, path: string): AshlarError {
  return refuse(
    'ASH132',
    `The route "${key}" of module "${module}" has the path ${path}, which the framework answers itself. Choose another path.`,
    { module, key, path },
  )
}

export function routeParameterUnknown(module: string, key: string, path: string, name: string): AshlarError {
  return refuse(
    'ASH133',
    `The route "${key}" of module "${module}" has a schema for the parameter "${name}", which its path ${path} lacks. Add :${name} to the path, or drop the schema.`,
    { module, key, path, name },
  )
}

export function menuRouteDoesNotRead(module: string, method: string, path: string): AshlarError {
  return refuse(
    'ASH134',
    `The menu of module "${module}" points to ${method} ${path}, but a link can only read. Point to a GET route.`,
    { module, method, path },
  )
}

export function needOfItself(module: string, name: string): AshlarError {
  return refuse(
    'ASH135',
    `Module "${module}" needs a service (as "${name}") that it offers itself. Drop the need, and use its own code directly.`,
    { module, name },
  )
}

/** Carries the problems of all modules that could not start together. Those that had started were stopped again. */
export function modulesNotStarted(problems: readonly AshlarError[]): AshlarError {
  return refuse(
    'ASH136',
    `The modules cannot start: ${count(problems)} found.\n${formatProblems(problems)}\nModules that had started were stopped again.`,
    { problems: describeProblems(problems) },
    new AggregateError(problems),
  )
}

/** A module was used after the app had stopped its modules. */
export function moduleStopped(module: string): AshlarError {
  return new AshlarError(
    'ASH137',
    503,
    `Module "${module}" was asked for while the app was stopping. Try again when it is up.`,
    { details: { module } },
  )
}

export function overrideWithoutPage(file: string, page: string): AshlarError {
  return refuse(
    'ASH138',
    `${file} stands in for the page "${page}", which no installed module declares. Correct its name, or begin it with a lower-case letter if it is a part of a page.`,
    { file, page },
  )
}

function count(problems: readonly AshlarError[]): string {
  return problems.length === 1 ? '1 problem was' : `${problems.length} problems were`
}

/** The message of a cause and, unless the message names a file itself, the place it comes from. */
function describeCause(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause)
  const message = cause.message.replace(/\.$/, '')
  const place = findPlace(cause.stack)
  return place === undefined || /[\\/][\w.-]+\.\w+/.test(message) ? message : `${message} (${place})`
}

/** The first file and line of a stack that is not Node's own; an error in TypeScript's syntax names them before its message. */
function findPlace(stack: string | undefined): string | undefined {
  return /(?<![\w:/])(?:file:\/\/)?((?:\/|[A-Za-z]:\\)[^\s():]+:\d+)/.exec(stack ?? '')?.[1]
}

/** Every error of this folder, by name. The docs page and its test read this list. */
export const moduleErrors = {
  appPackageMissing,
  packageNotInstalled,
  moduleFieldMalformed,
  moduleFileMissing,
  definitionNotLoadable,
  notADefinition,
  moduleIdInvalid,
  moduleIdReserved,
  moduleIdTaken,
  frameworkVersionRefused,
  needNotOffered,
  serviceOfferedTwice,
  needsInCircle,
  routeWithoutAccess,
  permissionUnknown,
  routesCollide,
  pageWithoutFile,
  fileWithoutPage,
  foreignDeclaration,
  behaviourMissing,
  behaviourIncomplete,
  startFailed,
  stopFailed,
  configuredModuleUnknown,
  rolePatternUnknown,
  nameReserved,
  menuRouteNeedsParameters,
  importFileTaken,
  bootRefused,
  definitionMalformed,
  packageFileMalformed,
  routePathInvalid,
  routePathReserved,
  routeParameterUnknown,
  menuRouteDoesNotRead,
  needOfItself,
  modulesNotStarted,
  moduleStopped,
  overrideWithoutPage,
}
