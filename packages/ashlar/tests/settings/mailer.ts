/** A small app for the tests of settings: something that sends mail. */
import { type BootTestOptions, type TestApp, testModules } from '@ashlar/testing'
import type { Given } from 'ashlar'
import { defineSettings } from 'ashlar/contract'
import { z } from 'zod'
import { runUnitOfWork } from '../../src/data/runtime.ts'
import { RequestScope } from '../../src/scope/request-scope.ts'
import { moduleOf } from '../module-of.ts'

export const settings = defineSettings('mailer', {
  sender: {
    schema: z.string().min(3).default('desk@shop.example'),
    help: 'the address that mail comes from',
    levels: ['system', 'tenant'],
  },
  pageSize: {
    schema: z.int().min(5).max(100).default(20),
    help: 'rows of a list',
    levels: ['system', 'tenant', 'user'],
  },
  paused: { schema: z.boolean().default(false), help: 'whether nothing is sent', levels: ['system'] },
  apiKey: {
    schema: z.string().min(8).optional(),
    help: 'the key of the mail service',
    secret: true,
    levels: ['system', 'tenant'],
  },
  host: { schema: z.string().default('localhost'), help: 'where mail is handed over' },
})

const mailer = { id: 'mailer', settings } as const

export type MailerSettings = Given<typeof mailer>['settings']

export const appKey = 'a key that is only used by the tests'

export const tenants = ['0198c0de-0000-7000-8000-00000000000a', '0198c0de-0000-7000-8000-00000000000b'] as const

type Who = Partial<Pick<RequestScope, 'tenant' | 'actor' | 'readOnly'>>

export interface Mailer extends TestApp {
  readonly settings: MailerSettings
  /** Runs work in a unit of its own, for somebody. */
  readonly runAs: <Result>(who: Who, work: () => Promise<Result>) => Promise<Result>
}

export async function openMailer({ environment = {}, ...options }: BootTestOptions = {}): Promise<Mailer> {
  let given: Given<typeof mailer> | undefined
  const source = moduleOf(mailer, (each) => {
    given = each
    return {}
  })
  const app = await testModules([source], { environment: { APP_KEY: appKey, ...environment }, ...options })
  if (given === undefined) throw new Error('The mailer has not been started.')
  return Object.assign(app, {
    settings: given.settings,
    runAs: <Result>({ tenant, actor, readOnly = false }: Who, work: () => Promise<Result>) =>
      runUnitOfWork(app.app.database.units, new RequestScope({ id: 'test', readOnly, tenant, actor }), work),
  })
}
