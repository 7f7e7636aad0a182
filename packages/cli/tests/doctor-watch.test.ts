/** `ashlar doctor --watch` as somebody has it open beside an editor. */
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createWorkshop, type Workshop } from './workshop.ts'

let workshop: Workshop

beforeAll(async () => {
  workshop = await createWorkshop()
})
afterAll(() => workshop.remove())

test('findings are printed as they come and go, and Ctrl-C ends it in good order', async () => {
  const file = join(workshop.appFolder, 'broken.ts')
  const running = workshop.start(['doctor', '--watch', '--only', 'ASH734'])
  await running.says(/Nothing found[\s\S]*Watching for changes; Ctrl-C stops it\./)
  await writeFile(file, "import './gone.ts'\n")
  await running.says(/broken\.ts changed \(\d+ ms\)[\s\S]*ASH734[\s\S]*1 error\./)
  await rm(file)
  await running.says(/Gone:\n✓ broken\.ts {2}ASH734[\s\S]*Nothing found\./)
  expect(await running.end('SIGINT')).toBe(0)
})

test('a watch neither repairs nor narrows', async () => {
  const { code, stderr } = await workshop.run(['doctor', '--watch', '--fix'])
  expect(stderr).toContain('--watch cannot go together with --fix. Leave one of them out. [ASH915]')
  expect(code).toBe(1)
})
