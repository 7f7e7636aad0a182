import type { ManifestAccess } from 'ashlar/runtime'
import { readInstalledApp } from '../app/installed-app.ts'
import { defineAshlarCommand } from '../command.ts'
import { unknownModule } from '../errors.ts'
import { formatCount, printJson, printLine, printTable, printWarning } from '../terminal/print.ts'

export const routes = defineAshlarCommand({
  name: 'routes',
  description: 'List the routes of the app, with who may use each',
  args: {
    module: { type: 'string', valueHint: 'id', description: 'Only those of one module' },
    json: { type: 'boolean', description: 'Print the routes as JSON' },
  },
  run: async ({ args }) => {
    const app = await readInstalledApp(process.cwd())
    const ids = app.modules.map(({ manifest }) => manifest.id)
    if (args.module !== undefined && !ids.includes(args.module)) throw unknownModule(args.module, ids)
    const listed = app.modules
      .filter(({ manifest }) => args.module === undefined || manifest.id === args.module)
      .flatMap(({ manifest }) => manifest.routes.map((route) => ({ module: manifest.id, ...route })))
    if (args.json) {
      printJson(listed.map(({ access, ...route }) => ({ ...route, access: access ?? null })))
    } else {
      printTable(
        ['method', 'path', 'who', 'route', 'kind'],
        listed.map(({ module, key, method, path, access, api }) => [
          method,
          path,
          describeAccess(access),
          `${module}.${key}`,
          api ? 'api' : 'page',
        ]),
      )
      printLine(formatCount(listed.length, 'route'))
    }
    for (const problem of app.problems) printWarning(problem.message)
    if (app.problems.length > 0) process.exitCode = 1
  },
})

function describeAccess(access: ManifestAccess | undefined): string {
  if (access === undefined) return 'not stated'
  if (typeof access === 'object') return access.permission
  return access === 'anyone' ? 'anyone' : 'signed in'
}
