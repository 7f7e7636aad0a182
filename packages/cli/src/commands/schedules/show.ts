import { withApp } from '../../app/with-app.ts'
import { defineAshlarCommand } from '../../command.ts'
import { printFacts, printJson } from '../../terminal/print.ts'
import { embeddedOption } from '../db/embedded-option.ts'
import { scheduleArg } from './schedule-arg.ts'

/** How many of its newest jobs are told. */
const toldJobs = 5

export const show = defineAshlarCommand({
  name: 'schedules show',
  description: 'Show when a schedule fires next, and what came of its newest jobs',
  args: {
    ...embeddedOption,
    job: scheduleArg,
    json: { type: 'boolean', description: 'Print the schedule as JSON' },
  },
  run: async ({ args }) => {
    const found = await withApp({ from: process.cwd(), embedded: args.embedded }, async ({ jobs }) => ({
      ...(await jobs.showSchedule(args.job)),
      jobs: await jobs.list({ job: args.job, limit: toldJobs }),
    }))
    if (args.json) return printJson(found)
    const { jobs, nextAt: _nextAt, nextTimes, ...facts } = found
    printFacts({
      ...facts,
      nextTimes: nextTimes.map((time) => time.toISOString()).join(', '),
      jobs: jobs.map(({ id, state, enqueuedAt }) => `${id} ${state} ${enqueuedAt.toISOString()}`).join(', ') || 'none',
    })
  },
})
