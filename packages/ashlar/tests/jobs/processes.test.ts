/** Workers as they run: several processes, some of which are ended or stall. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Office, openOffice } from './office.ts'

let office: Office
const children = new Set<ChildProcess>()
beforeEach(async () => {
  office = await openOffice()
})
afterEach(async () => {
  for (const child of children) await endProcess(child)
  await office.close()
})

/** Starts a process, and tells what it began. */
async function startProcess(role = 'worker'): Promise<{ child: ChildProcess; began: string[] }> {
  const child = fork(join(import.meta.dirname, 'office-process.ts'), {
    env: { ...process.env, DATABASE_URL: office.database.url, OFFICE_ROLE: role },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  children.add(child)
  const began: string[] = []
  child.on('message', (message: { began: string }) => began.push(message.began))
  await once(child, 'message')
  return { child, began }
}

async function endProcess(child: ChildProcess): Promise<void> {
  children.delete(child)
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

const until = (check: () => Promise<void> | void) => vi.waitFor(check, { timeout: 90_000, interval: 100 })

const enqueue = (text: string) => office.run(() => office.given.enqueue('note', { text }))

test('the job of a process that is killed is done by another, once', async () => {
  const first = await startProcess()
  const second = await startProcess()
  const id = await enqueue('hangs')
  await until(() => expect([...first.began, ...second.began]).toContain('hangs'))
  await endProcess(first.began.includes('hangs') ? first.child : second.child)

  await until(async () => expect(await office.jobs.show(id ?? '')).toMatchObject({ state: 'completed', attempts: 2 }))
  expect(await office.listNotes()).toEqual(['hangs by 2'])
})

test('a process that stalls cannot complete what another has taken over meanwhile', async () => {
  const stalling = await startProcess()
  const id = await enqueue('stalls')
  await until(() => expect(stalling.began).toContain('stalls'))
  const other = await startProcess()
  await until(async () => expect(await office.jobs.show(id ?? '')).toMatchObject({ state: 'completed', attempts: 2 }))
  expect(other.began).toContain('stalls')

  // The one that stalled goes on to work for the office, and has kept nothing of that try.
  await endProcess(other.child)
  await enqueue('afterwards')
  await until(async () => expect(await office.listNotes()).toEqual(['stalls by 2', 'afterwards by 1']))
})

test('a job that ends every process that runs it is left to a person, and others are done all the same', async () => {
  const id = await enqueue('exits')
  // It has more tries: what runs beside the other may be taken down with it.
  await office.run(() => office.given.enqueue('once', { text: 'harmless' }))
  for (let tries = 0; tries < 3; tries += 1) {
    const { child } = await startProcess()
    await once(child, 'exit')
  }
  await startProcess()

  await until(async () =>
    expect(await office.jobs.show(id ?? '')).toMatchObject({ state: 'failed', attempts: 3, error: { code: 'ASH928' } }),
  )
  await until(async () => expect(await office.listNotes()).toEqual([expect.stringMatching(/^harmless by /)]))
})
