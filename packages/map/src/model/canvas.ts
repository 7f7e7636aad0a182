import { posix } from 'node:path'
import type { DeclaredRoute, DeclaredSetting, ModuleModel, PackageModel } from '@ashlar/doctor/project'
import { matchesEvent } from 'ashlar/contract'
import { z } from 'zod'
import { offerersOf } from './edges/edge-reader.ts'
import { publishersOf } from './edges/listens.ts'
import { readOwners } from './owners.ts'
import type { Canvas, RouteOnMap } from './project-map.ts'
import type { Scope } from './scope.ts'
import { distinct, sortedBy } from './sorted.ts'

/** All that is told of a module. Routes keep the order of the contract; everything else is sorted. */
export function readCanvas(module: ModuleModel, scope: Scope): Canvas {
  const { declares, package: of } = module
  return {
    name: scope.nameOf(module),
    package: of.name,
    version: of.manifest.version,
    description: readDescription(of),
    owners: readOwners(of),
    offers: sortedBy(declares.offers, ({ service }) => service).map(({ service }) => ({
      service,
      neededBy: distinct(needersOf(scope, service).map(scope.nameOf)),
    })),
    needs: sortedBy(declares.needs, ({ service }) => service).map(({ service, optional }) => ({
      service,
      optional,
      offeredBy: distinct(offerersOf(scope, service).map(scope.nameOf)),
    })),
    tables: distinct(declares.tables.map(({ name }) => name)),
    routes: declares.routes.map(describeRoute),
    pages: distinct(declares.pages.map(({ name }) => name)),
    permissions: sortedBy(declares.permissions, ({ name }) => name).map(({ name, label }) => ({ name, label })),
    publishes: sortedBy(declares.events, ({ name }) => name).map(({ name, version }) => ({
      name,
      version,
      heardBy: distinct(listenersOf(scope, name).map(scope.nameOf)),
    })),
    listens: sortedBy(declares.listens, ({ event }) => event).map(({ event, kind }) => ({
      event,
      when: kind,
      publishedBy: distinct(publishersOf(scope, event).map(scope.nameOf)),
    })),
    jobs: sortedBy(declares.jobs, ({ name }) => name).map(({ name, schedule = '', timeZone = 'UTC' }) => ({
      name,
      schedule,
      timeZone: schedule === '' ? '' : timeZone,
    })),
    settings: sortedBy(declares.settings, ({ name }) => name).map(describeSetting),
    locales: readLocales(module),
  }
}

/** The description in a package.json. */
export function readDescription({ json }: PackageModel): string {
  return z.object({ description: z.string() }).catch({ description: '' }).parse(json.data).description
}

function needersOf({ modules }: Scope, service: string): ModuleModel[] {
  return modules.filter(({ declares }) => declares.needs.some((need) => need.service === service))
}

function listenersOf({ modules }: Scope, published: string): ModuleModel[] {
  return modules.filter(({ declares }) => declares.listens.some(({ event }) => matchesEvent(event, published)))
}

function describeRoute({ name, method, path, access, accessStated }: DeclaredRoute): RouteOnMap {
  return { name, method, path, access: describeAccess(access, accessStated) }
}

function describeAccess(access: DeclaredRoute['access'], isStated: boolean): string {
  if (access === undefined) return isStated ? 'computed' : 'not stated'
  if (typeof access === 'object') return access.permission
  return access === 'anyone' ? 'anyone' : 'signed in'
}

function describeSetting({ name, variable, help, secret }: DeclaredSetting) {
  return { name, variable, help, secret }
}

/** The languages of the `locales` folder beside the definition. */
function readLocales({ definition, package: of }: ModuleModel): string[] {
  const folder = `${posix.dirname(definition?.inPackage ?? 'src/module.ts')}/locales/`
  return of.fileNames
    .filter((file) => file.startsWith(folder) && file.endsWith('.json') && !file.slice(folder.length).includes('/'))
    .map((file) => file.slice(folder.length, -'.json'.length))
}
