/** Every error that finding, ordering and starting modules can raise. */
import { AshlarError } from '../contract/errors.ts'

const refuse = (code: string, sentence: string, details: Record<string, unknown>, cause?: unknown): AshlarError =>
  new AshlarError(code, 500, sentence, cause === undefined ? { details } : { details, cause })

export function appPackageMissing(appFolder: string): AshlarError {
  return refuse(
    'ASH100',
    `There is no readable package.json in ${appFolder}. Run the command in the folder of an app.`,
    { appFolder },
  )
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
    `The "ashlar" field in ${packageFile} names no module. Write "ashlar": { "module": "./src/module.ts" }.`,
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
  const reason = cause instanceof Error ? cause.message : String(cause)
  return refuse(
    'ASH104',
    `The definition of package "${packageName}" in ${file} cannot be loaded: ${reason}. Mend the file; importing a definition must have no effect.`,
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
    `The packages ${packageNames.map((name) => `"${name}"`).join(' and ')} both define the module "${id}". Exclude or uninstall one.`,
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
    `Module "${module}" needs the service "${service}" (as "${name}"), but no installed module offers it. Install one that does, or make the need optional().`,
    { module, name, service },
  )
}

export function serviceOfferedTwice(service: string, modules: readonly string[]): AshlarError {
  return refuse(
    'ASH111',
    `The service "${service}" is offered by ${modules.map((id) => `"${id}"`).join(' and ')}. Exclude one of them: modules.exclude in app.config.ts.`,
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

export function routesCollide(path: string, method: string, routes: readonly string[]): AshlarError {
  return refuse(
    'ASH115',
    `${method} ${path} belongs to both ${routes.map((route) => `"${route}"`).join(' and ')}. Change one of the paths.`,
    { path, method, routes },
  )
}

export function pageWithoutFile(page: string, folder: string): AshlarError {
  return refuse(
    'ASH116',
    `The page "${page}" has no component: none of its files is in ${folder}. Add it there, or drop the page from the contract.`,
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

export function startFailed(module: string, cause: unknown): AshlarError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return refuse('ASH121', `Module "${module}" could not start: ${reason}`, { module }, cause)
}

export function stopFailed(failures: readonly { readonly module: string; readonly cause: unknown }[]): AshlarError {
  return refuse(
    'ASH122',
    `These modules did not stop cleanly: ${failures.map(({ module }) => module).join(', ')}. The log has the causes.`,
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
    `Module "${module}" has a ${kind} called "${name}", a name that every behaviour receives already. Choose another.`,
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
    `The file "${file}" is imported by ${modules.map((id) => `"${id}"`).join(' and ')}. Let one of them take it.`,
    { file, modules },
  )
}

export function bootRefused(problems: readonly AshlarError[]): AshlarError {
  const list = problems.map((problem, index) => `  ${index + 1}. ${problem.code}  ${problem.sentence}`).join('\n')
  return refuse(
    'ASH128',
    `The app cannot start: ${problems.length} ${problems.length === 1 ? 'problem was' : 'problems were'} found.\n${list}\nNothing was started and nothing was changed.`,
    { problems: problems.map(({ code, sentence, details }) => ({ code, message: sentence, details })) },
    new AggregateError(problems),
  )
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
}
