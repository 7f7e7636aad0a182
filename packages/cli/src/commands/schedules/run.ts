import { withApp } from '../../app/with-app.ts'
import { defineAshlarCommand } from '../../command.ts'
import { printDone, printJson, printLine } from '../../terminal/print.ts'
import { embeddedOption } from '../db/embedded-option.ts'
import { scheduleArg } from './schedule-arg.ts'

export const run = defineAshlarCommand({
  name: 'schedules run',
  description: 'Enqueue the job of a schedule now, besides its times',
  args: {
    ...embeddedOption,
    job: scheduleArg,
    json: { type: 'boolean', description: 'Print the id of the job as JSON' },
  },
  run: async ({ args }) => {
    const id = await withApp({ from: process.cwd(), embedded: args.embedded }, ({ jobs }) =>
      jobs.fireSchedule(args.job),
    )
    if (args.json) return printJson({ job: args.job, id: id ?? null })
    if (id === undefined) printLine(`Nothing to do: ${args.job} waits or runs already.`)
    else printDone(`Enqueued ${args.job} as ${id}`)
  },
})
