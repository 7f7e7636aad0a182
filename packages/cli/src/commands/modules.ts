import { readInstalledApp } from '../app/installed-app.ts'
import { defineAshlarCommand } from '../command.ts'
import { formatCount, printJson, printLine, printTable, printWarning } from '../terminal/print.ts'

export const modules = defineAshlarCommand({
  name: 'modules',
  description: 'List the modules of the app, in boot order',
  args: { json: { type: 'boolean', description: 'Print the manifests as JSON' } },
  run: async ({ args }) => {
    const app = await readInstalledApp(process.cwd())
    const manifests = app.modules.map(({ manifest }) => manifest)
    if (args.json) {
      printJson({
        modules: manifests,
        problems: app.problems.map(({ code, sentence, details }) => ({ code, message: sentence, details })),
      })
    } else if (manifests.length === 0) {
      printLine('No module is installed. Add one with npm install.')
    } else {
      printTable(
        ['module', 'package', 'version', 'routes', 'pages', 'needs', 'offers'],
        manifests.map((manifest) => [
          manifest.id,
          manifest.packageName,
          manifest.version,
          String(manifest.routes.length),
          String(manifest.pages.length),
          manifest.needs.map(({ service, optional }) => (optional ? `${service}?` : service)).join(' ') || '–',
          manifest.offers.map(({ service }) => service).join(' ') || '–',
        ]),
      )
      printLine(formatCount(manifests.length, 'module'))
    }
    for (const problem of app.problems) printWarning(problem.message)
    if (app.problems.length > 0) process.exitCode = 1
  },
})
