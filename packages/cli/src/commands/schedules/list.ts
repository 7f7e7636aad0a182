import { withApp } from '../../app/with-app.ts'
import { defineAshlarCommand } from '../../command.ts'
import { formatCount, printJson, printLine, printTable } from '../../terminal/print.ts'
import { embeddedOption } from '../db/embedded-option.ts'

export const list = defineAshlarCommand({
  name: 'schedules list',
  description: 'List the schedules, with when each fired last and fires next',
  args: { ...embeddedOption, json: { type: 'boolean', description: 'Print the schedules as JSON' } },
  run: async ({ args }) => {
    const found = await withApp({ from: process.cwd(), embedded: args.embedded }, (app) => app.jobs.schedules())
    if (args.json) return printJson(found)
    printTable(
      ['job', 'schedule', 'time zone', 'last', 'next', ''],
      found.map(({ job, schedule, timeZone, lastAt, nextAt, paused }) => [
        job,
        schedule,
        timeZone,
        lastAt?.toISOString() ?? 'never',
        nextAt.toISOString(),
        paused ? 'paused' : '',
      ]),
    )
    printLine(formatCount(found.length, 'schedule'))
  },
})
