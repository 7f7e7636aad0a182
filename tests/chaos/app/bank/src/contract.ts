import { anyone, defineRoutes, event, get, post } from 'ashlar/contract'
import { z } from 'zod'

/** A command of the workload. `ref` is chosen by the client and never used twice. */
export const Booking = z.object({ ref: z.string().min(1), account: z.int().min(0), amount: z.int() })

/** How many statements the transaction of `steps` has, each of which writes one row. */
export const stepCount = 6

/** How large a file of `upload` may be. */
export const mostFileBytes = 1 << 20

const Done = z.object({ ref: z.string() })

export const routes = defineRoutes('bank', {
  book: post('/', { can: anyone, body: Booking, response: Done, summary: 'Book an amount' }),
  slow: post('/slow', {
    can: anyone,
    body: Booking.extend({ seconds: z.number().min(0).max(30) }),
    response: Done,
    transaction: { statementTimeoutMs: 35_000 },
    summary: 'Book an amount in a transaction that takes its time',
  }),
  upload: post('/uploads', {
    can: anyone,
    body: Booking.extend({ digest: z.string(), file: z.file().max(mostFileBytes) }),
    bodyLimitBytes: mostFileBytes + 10_000,
    response: Done,
    summary: 'Book an amount and keep a file with it',
  }),
  steps: post('/steps', {
    can: anyone,
    body: z.object({ ref: z.string(), endAfter: z.int().min(0).max(stepCount).nullable(), goOn: z.boolean() }),
    response: Done,
    summary: 'Write six rows, with the session of the transaction ended in between',
  }),
  late: post('/late', {
    can: anyone,
    transaction: { statementTimeoutMs: 30 },
    summary: 'Run a statement that takes longer than it may',
  }),
  echo: get('/echo/:word', {
    can: anyone,
    params: { word: z.string() },
    response: z.object({ word: z.string() }),
    summary: 'Let the database repeat a word',
  }),
  ping: get('/ping', {
    can: anyone,
    response: z.object({ pong: z.boolean() }),
    summary: 'Answer without the database',
  }),
})

export const booked = event('bank.booked', { version: 1, payload: Booking })
