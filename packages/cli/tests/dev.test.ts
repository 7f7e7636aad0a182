/** `ashlar dev` as a developer's browser meets it. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEquippedWorkshop, type EquippedWorkshop, occupyPort, type Running } from './workshop.ts'

let workshop: EquippedWorkshop
let running: Running
let url: string

beforeAll(async () => {
  workshop = await createEquippedWorkshop()
  running = workshop.start(['dev', '--port', '0'])
  url = (await running.says(/Workshop: (http:\/\/localhost:\d+)/))[1] ?? ''
})
afterAll(() => workshop.remove())

const read = async (path: string): Promise<string> => (await fetch(`${url}${path}`)).text()

/** Changes a source file, runs the check, and brings the file back. */
async function withChange(file: string, from: string, to: string, check: () => Promise<void>): Promise<void> {
  const path = join(workshop.moduleFolder, file)
  const source = await readFile(path, 'utf8')
  expect(source).toContain(from)
  await writeFile(path, source.replace(from, to))
  try {
    await check()
  } finally {
    await writeFile(path, source)
  }
}

/** Waits until something that is read from the app satisfies. */
async function eventually(path: string, pattern: RegExp): Promise<string> {
  for (;;) {
    const text = await read(path)
    if (pattern.test(text)) return text
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

test('migrations are applied and the page is rendered on the server', async () => {
  expect(running.output()).toMatch(/Applied \d+ migrations/)
  const html = await read('/notes')
  expect(html).toContain('<h1>Notes on the wall</h1>')
  expect(html).toContain('data-server-rendered="true"')
})

test('the same port serves the browser its entry, the pages and the style sheet', async () => {
  const html = await read('/notes')
  const [, entry = ''] = /<script type="module" src="([^"]+)"/.exec(html) ?? []
  expect(await read(entry)).toContain('startApp({ resolve })')
  expect(html).toContain('<link rel="icon" href="data:image/svg+xml;base64,')
  const [, style = ''] = /<link rel="stylesheet" href="([^"]+)"/.exec(html) ?? []
  expect(await read(style)).toMatch(/margin-top: 13px[\s\S]*rebeccapurple/)
})

test('a changed page shows at the next visit, without a restart', async () => {
  await withChange('src/pages/Wall.tsx', 'Notes on the wall', 'What is on the wall', async () => {
    await eventually('/notes', /What is on the wall/)
    expect(running.output()).not.toContain('Started anew')
  })
  await eventually('/notes', /Notes on the wall/)
})

test('a changed behaviour restarts the server, and the request that comes meanwhile waits', async () => {
  await withChange(
    'src/start.ts',
    'api: listNotes,',
    "api: async () => [{ id: 7, text: 'From the new server' }],",
    async () => {
      await eventually('/notes/api/notes', /From the new server/)
      expect(running.output()).toContain('notes/src/start.ts changed')
      await running.says(/Started anew in/)
    },
  )
  expect(await eventually('/notes/api/notes', /\[\]/)).toBe('[]')
})

test('a server that does not start is shown in the terminal and in the browser, until it does', async () => {
  await withChange('src/start.ts', 'seed: async', 'seed async', async () => {
    const html = await eventually('/notes', /The app does not start/)
    expect(html).toContain('ASH121')
    expect(html).toContain('src/start.ts')
    expect((await fetch(`${url}/notes`)).status).toBe(500)
    await running.says(/✗[\s\S]*ASH121/)
  })
  await eventually('/notes', /<h1>Notes on the wall<\/h1>/)
})

test('a broken contract is shown with its code, and heals too', async () => {
  await withChange('src/contract.ts', "list: get('/', { can: anyone })", "list: get('/', {} as never)", async () => {
    expect(await eventually('/notes', /The app does not start/)).toContain('ASH113')
  })
  await eventually('/notes', /<h1>Notes on the wall<\/h1>/)
})

test('tables that have parted from their migrations are told of', async () => {
  const column = "text: text('text').notNull(),"
  await withChange('src/data/tables.ts', column, `${column}\n  done: text('done'),`, async () => {
    await running.says(/The tables of notes are not what the migrations make of them/)
  })
})

test('a taken port is left for the next free one, and that is said', async () => {
  const taken = await occupyPort()
  const second = workshop.start(['dev', '--port', String(taken.port)])
  await second.says(new RegExp(`Port ${taken.port} is taken; this is the next free one.`))
  const [, address = ''] = await second.says(/Workshop: (http:\/\/localhost:\d+)/)
  expect(address).not.toContain(`:${taken.port}`)
  expect(await (await fetch(`${address}/notes`)).text()).toContain('Notes on the wall')
  expect(await second.end()).toBe(0)
  await taken.release()
})

test('Ctrl-C ends it in good order', async () => {
  expect(await running.end('SIGINT')).toBe(0)
  expect(running.output()).toContain('Stopped')
})
