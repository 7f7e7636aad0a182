/** Gives what was read of a module the form in which boot knows modules, so that both hold it to the same checks. */
import { describeJob, type ModuleManifest } from 'ashlar/module'
import type { Declarations } from './declarations.ts'
import type { PackageModel } from './project.ts'

const lastPlace = 100

/** The manifest of a module; `undefined` without an id. */
export function createManifest(of: PackageModel, declares: Declarations): ModuleManifest | undefined {
  const id = declares.id?.name
  if (id === undefined) return undefined
  const routeOf = (name: string | undefined) => declares.routes.find((route) => name === route.id)
  return {
    id,
    packageName: of.name,
    version: of.manifest.version,
    needs: declares.needs.map(({ name, service, optional }) => ({ name, service, optional })),
    offers: declares.offers.map(({ name, service }) => ({ name, service })),
    permissions: declares.permissions.map(({ name, label }) => ({ name, label })),
    routes: declares.routes.map(({ name, method, path, access, accessStated, api, flag }) => ({
      key: name,
      method,
      path,
      // One that is stated and cannot be read is not held to be missing.
      access: access ?? (accessStated ? 'signed-in' : undefined),
      api,
      ...(flag === undefined ? {} : { flag }),
    })),
    menu: declares.menu.flatMap(({ route, label, icon, order, group }) => {
      const found = routeOf(route)
      if (!found) return []
      return [
        {
          href: found.path,
          access: found.access ?? 'signed-in',
          ...(found.flag === undefined ? {} : { flag: found.flag }),
          label: label ?? `menu.${found.name}`,
          icon: icon ?? null,
          order: order ?? lastPlace,
          group: group ?? null,
        },
      ]
    }),
    pages: declares.pages.map(({ name }) => name),
    events: declares.events.map(({ name, version, olderVersions }) => ({ name, version, olderVersions })),
    listens: declares.listens.map(({ place: _, ...listener }) => listener),
    settings: declares.settings.map(({ name }) => name),
    flags: declares.flags.map(({ name, help }) => ({ name, help, default: false, by: 'user' })),
    jobs: declares.jobs.map(({ name, schedule, timeZone, flag }) => ({
      ...describeJob(name, {
        ...(schedule === undefined ? {} : { schedule }),
        ...(timeZone === undefined ? {} : { timeZone }),
      }),
      flag: flag ?? null,
    })),
    imports: declares.imports.map(({ name, file }) => ({ name, file })),
    fastify: declares.fastify,
  }
}
