/** The checks of one module that need its definition, because a manifest no longer shows what they look at. */
import type { z } from 'zod'
import type { AshlarError } from '../contract/errors.ts'
import type { DefinedModule } from './definition.ts'
import { behaviourMissing, foreignDeclaration, menuRouteDoesNotRead, routeParameterUnknown } from './errors.ts'
import { scheduledPayloadRefused } from './job-errors.ts'
import { listParameters } from './route-path.ts'

/** Every problem that a well-formed definition has by itself. */
export function checkDefinition(definition: DefinedModule): AshlarError[] {
  return [
    ...checkOwnership(definition),
    ...checkParameters(definition),
    ...checkMenuMethods(definition),
    ...checkScheduledPayloads(definition),
    ...checkBehaviour(definition),
  ]
}

function checkOwnership({ id, routes = {}, settings }: DefinedModule): AshlarError[] {
  const foreignRoutes = Object.values(routes).filter(({ module }) => module !== id)
  return [
    ...foreignRoutes.map((route) => foreignDeclaration(id, 'route', route.id)),
    ...(settings && settings.module !== id ? [foreignDeclaration(id, 'settings', settings.module)] : []),
  ]
}

function checkParameters({ id, routes = {} }: DefinedModule): AshlarError[] {
  return Object.entries(routes).flatMap(([key, { path, options }]) => {
    const known = listParameters(path)
    return Object.keys(options.params ?? {})
      .filter((name) => !known.includes(name))
      .map((name) => routeParameterUnknown(id, key, path, name))
  })
}

function checkMenuMethods({ id, menu = [] }: DefinedModule): AshlarError[] {
  return menu.filter(({ to }) => to.method !== 'GET').map(({ to }) => menuRouteDoesNotRead(id, to.method, to.path))
}

function checkScheduledPayloads({ id, jobs = {} }: DefinedModule): AshlarError[] {
  return Object.entries(jobs).flatMap(([name, { options }]) => {
    if (options.schedule === undefined || options.payload === undefined) return []
    const read = options.payload.safeParse({})
    return read.success ? [] : [scheduledPayloadRefused(id, name, describeFault(read.error))]
  })
}

function describeFault({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': ')).join('; ')
}

function checkBehaviour(definition: DefinedModule): AshlarError[] {
  if (definition.start) return []
  const declared = (['routes', 'offers', 'imports', 'listens', 'jobs'] as const).filter(
    (part) => Object.keys(definition[part] ?? {}).length > 0,
  )
  return declared.length === 0 ? [] : [behaviourMissing(definition.id, declared.join(' and '))]
}
