/** Looking again at each change: what is told, and what is not. */
import { appendFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type ChangedDiagnosis, watchProject } from '@ashlar/doctor'
import { expect, test } from 'vitest'
import { createFixture } from './fixture.ts'

/** Watches a copy of the base fixture, and hands out what is told one after the other. */
async function openWatch() {
  const fixture = await createFixture()
  const told: (ChangedDiagnosis | Error)[] = []
  let wake = () => {}
  const tell = (something: ChangedDiagnosis | unknown) => {
    told.push(something as ChangedDiagnosis)
    wake()
  }
  const watch = await watchProject({
    folder: fixture.folder,
    only: ['ASH734', 'ASH700'],
    onChange: tell,
    onError: tell,
  })
  return {
    ...fixture,
    watch,
    path: (file: string) => join(fixture.folder, file),
    /** Puts a text in the place of another in one step, so that nobody sees a half-written file. */
    replace: async (file: string, text: string) => {
      const draft = join(fixture.folder, '.drafts', file.replaceAll('/', '-'))
      await mkdir(dirname(draft), { recursive: true })
      await writeFile(draft, text)
      await rename(draft, join(fixture.folder, file))
    },
    next: async () => {
      while (told.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      const something = told.shift()
      if (something instanceof Error) return { error: 'code' in something ? something.code : something }
      const { appeared, gone } = something as ChangedDiagnosis
      return { appeared: appeared.map(({ place }) => place.file), gone: gone.map(({ place }) => place.file) }
    },
    [Symbol.asyncDispose]: async () => {
      await watch.close()
      await fixture[Symbol.asyncDispose]()
    },
  }
}

const broken = "import './gone.ts'\n"
const appeared = (...files: readonly string[]) => ({ appeared: files, gone: [] })
const gone = (...files: readonly string[]) => ({ appeared: [], gone: files })

test('a finding is told when it appears and when it is gone, and nothing between', async () => {
  await using project = await openWatch()
  expect(project.watch.diagnosis.findings).toEqual([])
  const file = 'modules/orders/src/routes.ts'
  const text = await readFile(project.path(file), 'utf8')
  await project.replace(file, broken + text)
  expect(await project.next()).toEqual(appeared(file))
  // The finding moves to another line, which is no news; the next that is told is the other file’s.
  await project.replace(file, `\n\n${broken}${text}`)
  await project.replace('modules/catalog/src/broken.ts', 'export const = 1\n')
  expect(await project.next()).toEqual(appeared('modules/catalog/src/broken.ts'))
  await project.replace(file, text)
  expect(await project.next()).toEqual(gone(file))
})

test('folders are followed that come, move, go and come again', async () => {
  await using project = await openWatch()
  await mkdir(project.path('modules/orders/src/clients/mail'), { recursive: true })
  await writeFile(project.path('modules/orders/src/clients/mail/send.ts'), broken)
  expect(await project.next()).toEqual(appeared('modules/orders/src/clients/mail/send.ts'))
  await rename(project.path('modules/orders/src/clients'), project.path('modules/orders/src/other'))
  expect(await project.next()).toEqual({
    appeared: ['modules/orders/src/other/mail/send.ts'],
    gone: ['modules/orders/src/clients/mail/send.ts'],
  })
  await rm(project.path('modules/orders/src/other'), { recursive: true })
  expect(await project.next()).toEqual(gone('modules/orders/src/other/mail/send.ts'))
  await mkdir(project.path('modules/orders/src/other/mail'), { recursive: true })
  await writeFile(project.path('modules/orders/src/other/mail/send.ts'), broken)
  expect(await project.next()).toEqual(appeared('modules/orders/src/other/mail/send.ts'))
  await appendFile(project.path('modules/orders/src/other/mail/send.ts'), "import './lost.ts'\n")
  expect(await project.next()).toEqual(appeared('modules/orders/src/other/mail/send.ts'))
})

test('a module that vanishes as a whole does not end the watch', async () => {
  await using project = await openWatch()
  await writeFile(project.path('modules/orders/src/broken.ts'), broken)
  expect(await project.next()).toEqual(appeared('modules/orders/src/broken.ts'))
  await mkdir(project.path('.drafts'))
  await rename(project.path('modules/orders'), project.path('.drafts/orders'))
  expect(await project.next()).toEqual(gone('modules/orders/src/broken.ts'))
})

test('what is installed and made is no change, and what keeps the doctor from looking is told and passes', async () => {
  await using project = await openWatch()
  await mkdir(project.path('modules/orders/dist'))
  await writeFile(project.path('modules/orders/dist/broken.ts'), broken)
  await writeFile(project.path('doctor.json'), '{ "ignore": ')
  expect(await project.next()).toEqual({ error: 'ASH860' })
  await rm(project.path('doctor.json'))
  await writeFile(project.path('modules/orders/src/broken.ts'), broken)
  expect(await project.next()).toEqual(appeared('modules/orders/src/broken.ts'))
})
