/** A process of the yard, until it is killed or its parent goes. */
import { setSkew } from './skewed-clock.ts'

const { writeSync } = await import('node:fs')
const { flushCompileCache } = await import('node:module')
const { bootApp } = await import('ashlar/runtime')
const { pino } = await import('pino')
const { yardModule } = await import('./yard.ts')
const { peopleModule } = await import('./people.ts')

const { constants, setPriority } = await import('node:os')

const role = (process.env.YARD_ROLE ?? 'all') as 'all' | 'web' | 'worker' | 'scheduler'
// As the workers of `ashlar start --workers` do.
if (role === 'worker') setPriority(constants.priority.PRIORITY_BELOW_NORMAL)
const url = process.env.YARD_DATABASE_URL ?? ''
const app = await bootApp({
  name: 'Yard',
  config: { jobs: { concurrency: 4 }, events: { concurrency: 4 } },
  modules: [yardModule, peopleModule],
  database: { appUrl: url, ownerUrl: url },
  environment: {},
  assets: { version: '1', tags: () => '' },
  log: pino({ level: process.env.YARD_LOG ?? 'silent' }, pino.destination(2)),
  production: false,
  migrate: false,
  role,
})
process.on('message', ({ skewMs }: { skewMs: number }) => setSkew(skewMs))
process.on('disconnect', () => process.exit())
const address = await app.http.fastify.listen({ port: 0, host: '127.0.0.1' })
// A process that is killed keeps nothing: what it has compiled is written now, for those that come after it.
flushCompileCache()
writeSync(1, `ready ${address}\n`)
