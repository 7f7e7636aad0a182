/** What a person does about one job, or about all jobs of a kind. */
import type { JobOperations } from 'ashlar/runtime'
import { withApp } from '../../app/with-app.ts'
import { defineAshlarCommand } from '../../command.ts'
import { printDone, printJson } from '../../terminal/print.ts'
import { embeddedOption } from '../db/embedded-option.ts'

interface Change {
  readonly name: keyof JobOperations & string
  readonly description: string
  /** What is changed: one job by its id, or a kind by its name. */
  readonly of: string
  readonly done: string
  readonly run: (jobs: JobOperations, of: string) => Promise<void>
}

const defineChange = ({ name, description, of, done, run }: Change) =>
  defineAshlarCommand({
    name: `jobs ${name}`,
    description,
    args: {
      ...embeddedOption,
      job: { type: 'positional', required: true, description: of },
      json: { type: 'boolean', description: 'Print what was changed as JSON' },
    },
    run: async ({ args }) => {
      await withApp({ from: process.cwd(), embedded: args.embedded }, (app) => run(app.jobs, args.job))
      if (args.json) return printJson({ [name]: args.job })
      printDone(`${done} ${args.job}`)
    },
  })

const id = 'The id of the job'
const kind = 'The kind of job, such as billing.remindOverdue'

export const retry = defineChange({
  name: 'retry',
  description: 'Try a job now that failed or waits',
  of: id,
  done: 'Due now:',
  run: (jobs, of) => jobs.retry(of),
})

export const cancel = defineChange({
  name: 'cancel',
  description: 'End a job before it is done, also while it runs',
  of: id,
  done: 'Cancelled',
  run: (jobs, of) => jobs.cancel(of),
})

export const discard = defineChange({
  name: 'discard',
  description: 'Remove a job that does not run',
  of: id,
  done: 'Discarded',
  run: (jobs, of) => jobs.discard(of),
})

export const pause = defineChange({
  name: 'pause',
  description: 'Start no more jobs of a kind, nor fire its schedule; what runs goes on',
  of: kind,
  done: 'Paused',
  run: (jobs, of) => jobs.pause(of),
})

export const resume = defineChange({
  name: 'resume',
  description: 'Start jobs of a kind again, and fire the last time that its schedule missed',
  of: kind,
  done: 'Resumed',
  run: (jobs, of) => jobs.resume(of),
})
