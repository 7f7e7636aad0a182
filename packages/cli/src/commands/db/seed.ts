import type { App } from 'ashlar/runtime'
import { chooseTenant } from '../../app/choose-tenant.ts'
import { withApp } from '../../app/with-app.ts'
import { defineAshlarCommand } from '../../command.ts'
import { choiceNeeded, importIncomplete } from '../../errors.ts'
import { importFiles } from '../../seed/import-files.ts'
import { planImports } from '../../seed/import-plan.ts'
import { createImportReport } from '../../seed/import-report.ts'
import { seedModules } from '../../seed/seed-modules.ts'
import { printDone, printLine } from '../../terminal/print.ts'
import { embeddedOption } from './embedded-option.ts'

export const seed = defineAshlarCommand({
  name: 'db seed',
  description: "Fill the database with the modules' own data, or load CSV files",
  args: {
    ...embeddedOption,
    from: {
      type: 'string',
      valueHint: 'folder',
      description: 'Load the CSV files of this folder into the modules that take them',
    },
    tenant: {
      type: 'string',
      valueHint: 'slug',
      description: 'Whose rows the files hold, in an app with tenants (default: the only tenant)',
    },
  },
  run: ({ args }) => {
    if (args.tenant !== undefined && args.from === undefined)
      throw choiceNeeded(
        'db seed',
        '--from with the folder whose files are for that tenant, or leave out --tenant, as modules fill all tenants',
      )
    return withApp({ from: process.cwd(), embedded: args.embedded }, async (app) => {
      if (args.from !== undefined) return loadFolder(app, args.from, args.tenant)
      const { modules, facts } = await seedModules(app)
      for (const module of modules) printDone(`${module} has data`)
      for (const fact of facts) printLine(`  ${fact}`)
      if (modules.length === 0) printLine('No installed module has data of its own to give.')
    })
  },
})

async function loadFolder(app: App, folder: string, slug: string | undefined): Promise<void> {
  const tenant = await chooseTenant(app, slug)
  const plan = await planImports(folder, app.manifests)
  const report = createImportReport()
  for (const { module, fileName } of plan.missing)
    printLine(`${fileName} is not in the folder; ${module} would take it.`)
  for (const fileName of plan.unclaimed) printLine(`${fileName} is left alone: no module takes it.`)
  const outcomes = await importFiles(app, plan, report, tenant)
  const notLoaded = outcomes.filter(({ kind }) => kind !== 'loaded').map(({ fileName }) => fileName)
  if (notLoaded.length > 0) throw importIncomplete(notLoaded)
}
