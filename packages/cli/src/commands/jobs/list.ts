import type { JobState } from 'ashlar/runtime'
import { withApp } from '../../app/with-app.ts'
import { defineAshlarCommand } from '../../command.ts'
import { invalidOption } from '../../errors.ts'
import { parseNumber } from '../../terminal/options.ts'
import { formatCount, printJson, printLine, printTable } from '../../terminal/print.ts'
import { embeddedOption } from '../db/embedded-option.ts'

const states: readonly JobState[] = ['created', 'retry', 'active', 'completed', 'cancelled', 'failed']

export const list = defineAshlarCommand({
  name: 'jobs list',
  description: 'List jobs, the newest first',
  args: {
    ...embeddedOption,
    job: { type: 'string', valueHint: 'module.name', description: 'Only jobs of one kind' },
    state: { type: 'string', valueHint: 'state', description: `Only jobs in one state: ${states.join(', ')}` },
    limit: { type: 'string', valueHint: 'number', description: 'How many at most', default: '100' },
    json: { type: 'boolean', description: 'Print the jobs as JSON' },
  },
  run: async ({ args }) => {
    const state = states.find((each) => each === args.state)
    if (args.state !== undefined && state === undefined) throw invalidOption('state', args.state, states.join(', '))
    const limit = parseNumber('limit', args.limit, 1, 99_999)
    const found = await withApp({ from: process.cwd(), embedded: args.embedded }, (app) =>
      app.jobs.list({ job: args.job, state, limit }),
    )
    if (args.json) return printJson(found)
    printTable(
      ['id', 'job', 'state', 'tries', 'due', 'error'],
      found.map(({ id, job, state, attempts, dueAt, error, installed, held }) => [
        id,
        installed ? job : `${job} (not installed)`,
        held ? 'held' : state,
        String(attempts),
        dueAt?.toISOString() ?? 'when its tenant is resumed',
        error?.message ?? '',
      ]),
    )
    printLine(formatCount(found.length, 'job'))
  },
})
