/** A worker process of the factory. */
import { bootApp } from 'ashlar/runtime'
import { pino } from 'pino'
import { workUntilTold } from '../src/serve/work-until-told.ts'
import { openFactory } from './factory.ts'

const url = process.env.DATABASE_URL ?? ''
const app = await bootApp({
  name: 'Factory',
  config: {},
  modules: [openFactory().source],
  database: { appUrl: url, ownerUrl: url },
  environment: {},
  assets: { version: 'test', tags: () => '' },
  log: pino({ level: 'silent' }),
  production: true,
  migrate: false,
  role: 'worker',
})
workUntilTold(app, () => undefined)
