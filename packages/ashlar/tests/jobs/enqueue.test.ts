import { savepoint } from 'ashlar/data'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Office, openOffice } from './office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(async () => {
  await office.close()
})

const undo = new Error('undone')

test('a job runs once its transaction is kept, and never when that is undone', async () => {
  const { enqueue } = office.given
  await office.run(async () => {
    await enqueue('note', { text: 'kept' })
    await expect(
      savepoint(async () => {
        await enqueue('note', { text: 'undone in a savepoint' })
        throw undo
      }),
    ).rejects.toBe(undo)
  })
  await expect(
    office.run(async () => {
      await enqueue('note', { text: 'undone' })
      throw undo
    }),
  ).rejects.toBe(undo)

  const ran = await office.runJobs()

  expect(ran.map(({ job }) => job)).toEqual(['office.note'])
  expect(await office.listNotes()).toEqual(['kept'])
  expect(await office.runJobs()).toEqual([])
})

type Step =
  | { readonly kind: 'enqueue' }
  | { readonly kind: 'savepoint'; readonly kept: boolean; readonly steps: readonly Step[] }

const steps = fc.letrec<{ steps: Step[]; step: Step }>((tie) => ({
  steps: fc.array(tie('step'), { maxLength: 4 }),
  step: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constant<Step>({ kind: 'enqueue' }),
    fc.record({ kind: fc.constant('savepoint' as const), kept: fc.boolean(), steps: tie('steps') }),
  ),
})).steps

test('what runs is what was committed, whatever the order of enqueuing, savepoints and undoing', async () => {
  const { enqueue } = office.given
  await fc.assert(
    fc.asyncProperty(fc.array(fc.record({ kept: fc.boolean(), steps }), { maxLength: 4 }), async (transactions) => {
      const committed: string[] = []
      let count = 0
      const follow = async (program: readonly Step[]): Promise<string[]> => {
        const enqueued: string[] = []
        for (const step of program) {
          if (step.kind === 'enqueue') {
            const text = `job ${count++}`
            await enqueue('note', { text })
            enqueued.push(text)
          } else {
            const inner: string[] = []
            await savepoint(async () => {
              inner.push(...(await follow(step.steps)))
              if (!step.kept) throw undo
            }).then(
              () => enqueued.push(...inner),
              () => undefined,
            )
          }
        }
        return enqueued
      }
      for (const { kept, steps: program } of transactions) {
        const work = office.run(async () => {
          const enqueued = await follow(program)
          if (!kept) throw undo
          return enqueued
        })
        committed.push(...(await work.catch(() => [])))
      }
      const before = (await office.listNotes()).length
      await office.runJobs()
      expect((await office.listNotes()).slice(before).toSorted()).toEqual(committed.toSorted())
    }),
    { numRuns: 60 },
  )
})

test('nothing is enqueued outside of a unit of work, by a request that only reads, or with a payload that does not fit', async () => {
  const { enqueue } = office.given
  await expect(enqueue('note', { text: 'x' })).rejects.toMatchObject({ code: 'ASH920' })
  await expect(office.run(() => enqueue('note', { text: 1 } as never))).rejects.toMatchObject({ code: 'ASH922' })
  await expect(office.run(() => enqueue('slowly', 'x' as never))).rejects.toMatchObject({ code: 'ASH922' })
  await expect(office.run(() => enqueue('unknown' as 'slowly'))).rejects.toMatchObject({ code: 'ASH926' })
  await expect(office.run(() => enqueue('note', { text: 'x' }, { delaySeconds: -1 }))).rejects.toMatchObject({
    code: 'ASH927',
  })
  expect(await office.runJobs()).toEqual([])
})

test('of many who enqueue a unique job at once exactly one does, until it is done', async () => {
  const { enqueue } = office.given
  const enqueueOnce = (text: string) => office.run(() => enqueue('once', { text }))
  const keys = Array.from({ length: 10 }, (_each, at) => `key ${at}`)
  const ids = await Promise.all(keys.flatMap((key) => Array.from({ length: 20 }, () => enqueueOnce(key))))

  expect(ids.filter((id) => id !== undefined)).toHaveLength(keys.length)
  expect((await office.runJobs()).map(({ job }) => job)).toEqual(keys.map(() => 'office.once'))
  expect(await enqueueOnce('key 1')).toBeTypeOf('string')
  expect(await office.run(() => enqueue('once', { text: 'other' }, { key: 'mine' }))).toBeTypeOf('string')
  expect(await office.run(() => enqueue('once', { text: 'another' }, { key: 'mine' }))).toBeUndefined()
  await office.runJobs()
})

test('the higher priority runs first, and what is delayed waits for its time', async () => {
  const { enqueue } = office.given
  const before = (await office.listNotes()).length
  await office.run(async () => {
    await enqueue('note', { text: 'second' })
    await enqueue('note', { text: 'first' }, { priority: 5 })
    await enqueue('note', { text: 'tomorrow' }, { delaySeconds: 86_400 })
    await enqueue('note', { text: 'in a week' }, { at: new Date(Date.now() + 7 * 86_400_000) })
  })
  await office.runJobs()
  expect((await office.listNotes()).slice(before)).toEqual(['first', 'second'])

  await office.time.travel({ days: 1, minutes: 1 })
  await office.runJobs()
  expect((await office.listNotes()).slice(before)).toContain('tomorrow')
  await office.run(() => enqueue('note', { text: 'at its time' }, { at: new Date(Date.now() + 3 * 86_400_000) }))
  expect((await office.runJobs()).map(({ job }) => job)).not.toContain('office.note')

  await office.time.travel({ days: 7 })
  await office.runJobs()
  expect((await office.listNotes()).slice(before)).toEqual(expect.arrayContaining(['at its time', 'in a week']))
})
