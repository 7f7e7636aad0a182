import { withApp } from '../../app/with-app.ts'
import { defineAshlarCommand } from '../../command.ts'
import { printFacts, printJson } from '../../terminal/print.ts'
import { embeddedOption } from '../db/embedded-option.ts'

export const show = defineAshlarCommand({
  name: 'jobs show',
  description: 'Show all that is known of one job, with what it was given',
  args: {
    ...embeddedOption,
    id: { type: 'positional', required: true, description: 'The id of the job' },
    json: { type: 'boolean', description: 'Print the job as JSON' },
  },
  run: async ({ args }) => {
    const found = await withApp({ from: process.cwd(), embedded: args.embedded }, (app) => app.jobs.show(args.id))
    if (args.json) return printJson(found)
    printFacts(found)
  },
})
