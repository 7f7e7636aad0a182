/** A process of its own that works for the office until it is killed. What a note says is what it does. */
import { bootApp } from 'ashlar/runtime'
import { pino } from 'pino'
import { officeModule, takeNote } from './office.ts'

const url = process.env.DATABASE_URL ?? ''
const role = process.env.OFFICE_ROLE === 'scheduler' ? 'scheduler' : 'worker'

const { source } = officeModule(async (job, text, context, given) => {
  await takeNote(job, `${text} by ${context.attempt}`, context, given)
  process.send?.({ began: text, attempt: context.attempt })
  if (text === 'exits') process.exit(1)
  if (text === 'hangs' && context.attempt === 1) await new Promise(() => undefined)
  if (text === 'stalls' && context.attempt === 1) {
    const since = Date.now()
    // Without a pause, so that not even the heartbeat is told.
    while (Date.now() - since < 16_000);
  }
})
const app = await bootApp({
  name: 'Office',
  config: {},
  modules: [source],
  database: { appUrl: url, ownerUrl: url },
  environment: {},
  assets: { version: 'test', tags: () => '' },
  log: pino({ level: 'silent' }),
  production: false,
  migrate: false,
  role,
})
await app.background.start(role)
process.on('disconnect', () => process.exit())
process.send?.({ began: 'ready' })
