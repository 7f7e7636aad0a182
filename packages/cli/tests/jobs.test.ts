import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runSql } from '@ashlar/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEquippedWorkshop, type EquippedWorkshop, type Outcome } from './workshop.ts'

let workshop: EquippedWorkshop

beforeAll(async () => {
  workshop = await createEquippedWorkshop({ APP_KEY: 'a key that is long enough for a test' })
})
afterAll(() => workshop.remove())

const run = (...words: readonly string[]): Promise<Outcome> => workshop.run(words)

async function edit(file: string, from: string, to: string): Promise<void> {
  const path = join(workshop.moduleFolder, 'src', file)
  const text = await readFile(path, 'utf8')
  expect(text).toContain(from)
  await writeFile(path, text.replace(from, to))
}

async function listJobs(): Promise<{ id: string; state: string; attempts: number }[]> {
  return JSON.parse((await run('jobs', 'list', '--json')).stdout)
}

test('an app without jobs has none to list', async () => {
  expect((await run('jobs', 'list', '--json')).stdout.trim()).toBe('[]')
  expect((await run('schedules', 'list')).stdout).toContain('0 schedules')
})

test('jobs are listed, shown, cancelled, tried again and discarded, and kinds of them held back', async () => {
  await edit('module.ts', "id: 'notes',", "id: 'notes',\n  jobs: { remind: job({ schedule: '0 7 * * 1-5' }) },")
  await edit('module.ts', "import { z } from 'zod'", "import { job } from 'ashlar/contract'\nimport { z } from 'zod'")
  await edit('start.ts', '({ db, log, publish })', '({ db, enqueue, log, publish })')
  await edit('start.ts', '    imports: {', '    jobs: { remind: () => undefined },\n    imports: {')
  await edit('start.ts', 'seed: async () => {', "seed: async () => {\n      await enqueue('remind')")
  const seeded = await run('db', 'seed')
  expect(seeded.stderr).not.toContain('ASH')

  const [job] = await listJobs()
  const id = job?.id ?? ''
  expect(job).toMatchObject({ job: 'notes.remind', state: 'created', attempts: 0, installed: true })
  expect((await run('jobs', 'list')).stdout).toMatch(/notes\.remind +created +0/)
  expect((await run('jobs', 'show', id)).stdout).toMatch(/^job +notes\.remind$/m)
  expect((await run('jobs', 'cancel', id)).stdout).toContain(`Cancelled ${id}`)
  expect(await listJobs()).toMatchObject([{ state: 'cancelled' }])
  expect((await run('jobs', 'retry', id)).stderr).toContain('[ASH932]')
  expect((await run('jobs', 'discard', id)).code).toBe(0)
  expect(await listJobs()).toEqual([])
  expect((await run('jobs', 'show', id)).stderr).toContain('[ASH931]')

  expect((await run('schedules', 'pause', 'notes.remind')).stdout).toContain('Paused notes.remind')
  expect(JSON.parse((await run('schedules', 'list', '--json')).stdout)).toMatchObject([
    { job: 'notes.remind', schedule: '0 7 * * 1-5', timeZone: 'UTC', paused: true, lastAt: null },
  ])
  const shown = await run('schedules', 'show', 'notes.remind')
  expect(shown.stdout).toMatch(/^nextTimes +(\S+T07:00:00\.000Z(, )?){5}$/m)
  expect(shown.stdout).toMatch(/^jobs +none$/m)
  expect((await run('schedules', 'run', 'notes.remind')).stdout).toContain('Enqueued notes.remind as')
  expect(JSON.parse((await run('schedules', 'show', 'notes.remind', '--json')).stdout)).toMatchObject({
    paused: true,
    jobs: [{ job: 'notes.remind', state: 'created' }],
  })
  await runSql(workshop.database, `update ashlar_jobs.job set start_after = 'infinity'`)
  expect((await run('jobs', 'queues')).stdout).toMatch(/notes\.remind +1 +0 +0 +0 s +1 held, paused$/m)
  expect((await run('schedules', 'show', 'notes.other')).stderr).toContain('[ASH934]')
  const [enqueued] = await listJobs()
  expect((await run('jobs', 'discard', enqueued?.id ?? '')).code).toBe(0)
  expect((await run('jobs', 'resume', 'notes.remind')).stdout).toContain('Resumed notes.remind')
  expect((await run('jobs', 'queues')).stdout).toMatch(/notes\.remind +0 +0 +0 +0 s/)
  expect((await run('jobs', 'pause', 'notes.other')).stderr).toContain('[ASH930]')
  expect((await run('jobs', 'list', '--job', 'notes.other')).stderr).toContain('[ASH930]')
  expect((await run('jobs', 'list', '--state', 'lost')).stderr).toContain('--state')
})
