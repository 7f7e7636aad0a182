import { withApp } from '../../app/with-app.ts'
import { defineAshlarCommand } from '../../command.ts'
import { formatCount, joinRemarks, printJson, printLine, printTable } from '../../terminal/print.ts'
import { embeddedOption } from '../db/embedded-option.ts'

export const queues = defineAshlarCommand({
  name: 'jobs queues',
  description: 'List the kinds of jobs, with how many wait, run and failed',
  args: { ...embeddedOption, json: { type: 'boolean', description: 'Print the kinds as JSON' } },
  run: async ({ args }) => {
    const found = await withApp({ from: process.cwd(), embedded: args.embedded }, (app) => app.jobs.queues())
    if (args.json) return printJson(found)
    printTable(
      ['job', 'waiting', 'running', 'failed', 'behind by', ''],
      found.map(({ job, waiting, held, running, failed, lagSeconds, paused, installed }) => [
        job,
        String(waiting),
        String(running),
        String(failed),
        `${Math.round(lagSeconds)} s`,
        joinRemarks(held > 0 && `${held} held`, paused && 'paused', !installed && 'not installed'),
      ]),
    )
    printLine(formatCount(found.length, 'kind'))
  },
})
