/** What a module is given to enqueue its jobs, and asked for to do them. */
import { type Behaviour, defineModule, type Given } from 'ashlar'
import { type JobContext, job } from 'ashlar/contract'
import { expectTypeOf, test } from 'vitest'
import { z } from 'zod'

const definition = defineModule({
  id: 'billing',
  jobs: {
    remind: job({ payload: z.object({ id: z.string() }) }),
    nightly: job({ schedule: '0 3 * * *' }),
  },
})
type Billing = typeof definition

test('a handler is given what its schema reads, and one without a schema nothing', () => {
  type Handlers = Behaviour<Billing>['jobs']

  expectTypeOf<Handlers['remind']>().parameters.toEqualTypeOf<[{ id: string }, JobContext]>()
  expectTypeOf<Handlers['nightly']>().parameters.toEqualTypeOf<[undefined, JobContext]>()
  // @ts-expect-error no job can be forgotten
  const incomplete: Handlers = { remind: () => undefined }
  expectTypeOf(incomplete).toHaveProperty('remind')
})

test('only declared jobs are enqueued, each with its payload', () => {
  const enqueue: Given<Billing>['enqueue'] = async () => undefined

  expectTypeOf(enqueue('remind', { id: 'inv_1' }, { delaySeconds: 5 })).resolves.toEqualTypeOf<string | undefined>()
  expectTypeOf(enqueue('nightly')).resolves.toEqualTypeOf<string | undefined>()
  // @ts-expect-error it has a payload
  void enqueue('remind')
  // @ts-expect-error its payload has no number
  void enqueue('remind', { id: 1 })
  // @ts-expect-error there is no such job
  void enqueue('other', {})
})

test('a module without jobs has nothing to enqueue', () => {
  const plain = defineModule({ id: 'plain' })

  expectTypeOf<Given<typeof plain>>().not.toHaveProperty('enqueue')
  expectTypeOf<Behaviour<typeof plain>>().not.toHaveProperty('jobs')
})
