/** `ashlar build` and `ashlar start`, with the embedded database and with one from outside. */
import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { getPriority } from 'node:os'
import { join } from 'node:path'
import { createTestDatabase } from '@ashlar/testing'
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { createWorkshop, findFreePort, occupyPort, type Workshop } from './workshop.ts'

let workshop: Workshop

beforeAll(async () => {
  workshop = await createWorkshop()
})
afterEach(() => workshop.endAll())
afterAll(() => workshop.remove())

/** The address that a started server prints. */
const address = /Workshop: (http:\/\/localhost:\d+)/

/** The worker processes of a process. */
function childrenOf(pid = 0): readonly string[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')
  return children.filter((child) => child !== '' && readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('--worker'))
}

async function until<Found>(find: () => Found, isRight: (found: Found) => boolean): Promise<Found> {
  return vi.waitFor(
    () => {
      const found = find()
      if (!isRight(found)) throw new Error('It has not come to that yet.')
      return found
    },
    { timeout: 60_000, interval: 50 },
  )
}

test('without a build there is nothing to start', async () => {
  const { code, stderr } = await workshop.run(['start', '--embedded'])
  expect(stderr).toContain('holds no production build. Run "ashlar build" first. [ASH523]')
  expect(code).toBe(1)
})

test('a build tells its sizes and leaves one folder that holds everything', async () => {
  const { code, stdout } = await workshop.run(['build'])
  expect(stdout).toMatch(/client: \d+ files, [\d.]+ kB/)
  expect(stdout).toMatch(/Built Workshop with 1 module in /)
  expect(code).toBe(0)
  const dist = join(workshop.appFolder, 'dist')
  for (const file of ['server.js', 'server/main.js', 'app.json', 'modules/notes/migrations/0001_create_notes.sql']) {
    expect(existsSync(join(dist, file)), file).toBe(true)
  }
  const facts = JSON.parse(await readFile(join(dist, 'app.json'), 'utf8'))
  expect(facts.assets.entry).toMatch(/^app-[\w-]+\.js$/)
  expect(facts.manifests).toMatchObject([{ id: 'notes' }])
})

test('a taken port is named with the way out, and the database is left as it is', async () => {
  const taken = await occupyPort()
  const { code, stdout, stderr } = await workshop.run(['start', '--embedded', '--port', String(taken.port)])
  expect(stderr.trim().split('\n')).toEqual([
    `✗ Port ${taken.port} of 127.0.0.1 is taken by another program. ` +
      `Stop that, or choose another port: --port ${taken.port + 1}, or PORT=${taken.port + 1}. [ASH520]`,
  ])
  expect(stdout).not.toMatch(/Applied|Filled/)
  expect(code).toBe(1)
  await taken.release()
})

test('the first start makes a database and fills it, and pages come rendered, styled and with their own script', async () => {
  const running = workshop.start(['start', '--embedded', '--port', '0'])
  const [, url = ''] = await running.says(address)
  expect(running.output()).toMatch(/Applied \d+ migrations/)
  expect(running.output()).toContain('Filled notes with their own data')

  const html = await (await fetch(`${url}/notes`)).text()
  expect(html).toContain('<li>Cut the stone</li>')
  expect(html).toContain('data-server-rendered="true"')
  const files = [...html.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, file]) => file)
  expect(files.some((file) => file?.includes('Wall'))).toBe(true)
  for (const file of files) {
    const answer = await fetch(`${url}${file}`)
    expect(answer.status, file).toBe(200)
    expect(answer.headers.get('cache-control')).toContain('immutable')
  }
  const [, icon] = /<link rel="icon" type="image\/svg\+xml" href="([^"]+)"/.exec(html) ?? []
  expect((await fetch(`${url}${icon}`)).headers.get('content-type')).toContain('image/svg+xml')
  expect((await fetch(`${url}/assets/gone.js`)).status).toBe(404)
  const style = files.find((file) => file?.endsWith('.css'))
  const css = await (await fetch(`${url}${style}`)).text()
  expect(css).toMatch(/margin-top: ?13px/)
  expect(css).toContain('.notes-wall{border:3px solid #639}')

  const second = await workshop.run(['start', '--embedded'])
  expect(second.stdout).toContain(`The app is running already: ${url}`)
  expect(second.code).toBe(0)

  expect(await running.end('SIGINT')).toBe(0)
  expect(running.output()).toContain('Stopped')
  expect(running.output()).not.toContain('"level"')
  expect(existsSync(join(workshop.appFolder, '.ashlar/server.json'))).toBe(false)
})

test('a later start finds its data again and adds none', async () => {
  const running = workshop.start(['start', '--embedded', '--port', '0'])
  const [, url = ''] = await running.says(address)
  expect(running.output()).not.toMatch(/Applied|Filled/)
  const notes = await (await fetch(`${url}/notes/api/notes`)).json()
  expect(notes).toHaveLength(2)
  expect(await running.end('SIGTERM')).toBe(0)
})

test('a server file of a process that was killed is no obstacle', async () => {
  const killed = workshop.start(['start', '--embedded', '--port', '0'])
  await killed.says(address)
  await killed.end('SIGKILL')
  expect(existsSync(join(workshop.appFolder, '.ashlar/server.json'))).toBe(true)
  const running = workshop.start(['start', '--embedded', '--port', '0'])
  await running.says(address)
  expect(await running.end()).toBe(0)
})

test('a port that is none, and production without a database, are refused', async () => {
  const port = await workshop.run(['start', '--port', 'http'])
  expect(port.stderr).toContain('--port was given "http", but takes a number from 0 to 65535. [ASH504]')
  const database = await workshop.run(['start'])
  expect(database.stderr).toContain('DATABASE_URL')
  expect(database.code).toBe(1)
})

test('roles and worker processes that make no sense are refused', async () => {
  const role = await workshop.run(['start', '--role', 'web', '--role', 'cook'])
  expect(role.stderr).toContain(
    '--role was given "web,cook", but takes web, worker, scheduler, several of them separated by commas, or all. [ASH504]',
  )
  const workers = await workshop.run(['start', '--workers', 'many'])
  expect(workers.stderr).toContain('--workers was given "many", but takes a whole number from 0 to 64. [ASH504]')
  const nothing = await workshop.run([
    'start',
    '--embedded',
    '--port',
    '0',
    '--role',
    'web,scheduler',
    '--workers',
    '1',
  ])
  expect(nothing.stderr).toContain('this process has only web, scheduler.')
  expect(nothing.stderr).toContain('[ASH583]')
  const variable = await workshop.run(['start', '--embedded'], { env: { APP_ROLE: 'cook' } })
  expect(variable.stderr).toContain('APP_ROLE')
  expect([role, workers, nothing, variable].map(({ code }) => code)).toEqual([1, 1, 1, 1])
})

test('worker processes run beside the server, come back when they end, and end with it', async () => {
  const running = workshop.start(['start', '--embedded', '--port', '0', '--workers', '1', '--worker-memory', '256'])
  const [, url = ''] = await running.says(address)
  const [worker] = await until(
    () => childrenOf(running.process.pid),
    (found) => found.length === 1,
  )
  process.kill(Number(worker), 'SIGKILL')
  await running.says(/A worker process ended: SIGKILL. Another takes its place./)
  const [next] = await until(
    () => childrenOf(running.process.pid),
    (found) => found.length === 1 && found[0] !== worker,
  )
  expect((await fetch(`${url}/notes`)).status).toBe(200)
  await until(
    () => [getPriority(running.process.pid), getPriority(Number(next))],
    ([server = 0, below = 0]) => below > server,
  )
  expect(await running.end('SIGTERM')).toBe(0)
  expect(() => process.kill(Number(next), 0)).toThrow('ESRCH')
})

test('a process that answers no requests answers the probes alone', async () => {
  const running = workshop.start(['start', '--embedded', '--port', '0', '--role', 'worker', '--role', 'scheduler'])
  const [, url = ''] = await running.says(address)
  expect((await fetch(`${url}/up/ready`)).status).toBe(200)
  expect((await fetch(`${url}/notes`)).status).toBe(404)
  expect(await running.end()).toBe(0)
})

test('dist runs by itself, with nothing but Node and a database', async () => {
  const database = await createTestDatabase()
  const port = await findFreePort()
  const token = 'known-to-the-collector'
  const server = spawn(process.execPath, [join(workshop.appFolder, 'dist/server.js')], {
    cwd: '/',
    env: { PATH: process.env.PATH, DATABASE_URL: database.url, PORT: String(port), METRICS_TOKEN: token },
  })
  let log = ''
  server.stderr.on('data', (text) => {
    log += text
  })
  await new Promise<void>((resolve, reject) => {
    server.stdout.on('data', (text) => {
      log += text
      if (log.includes('The app is listening at')) resolve()
    })
    server.once('close', () => reject(new Error(log)))
  })
  const answer = await fetch(`http://127.0.0.1:${port}/notes`)
  expect(await answer.text()).toContain('data-server-rendered="true"')
  const headers = { authorization: `Bearer ${token}` }
  const metrics = await (await fetch(`http://127.0.0.1:${port}/up/metrics`, { headers })).text()
  expect(metrics).toContain('ashlar_http_request_duration_seconds_count{route="notes.')
  expect(log.match(/listening/g)).toHaveLength(1)
  expect(log).toContain('Only DATABASE_URL is set, so the app logs in as the role that owns the tables.')
  const ended = new Promise((resolve) => server.once('close', resolve))
  server.kill('SIGTERM')
  expect(await ended).toBe(0)
  await database.drop()
})

test.runIf(existsSync('/dev/full'))('a log that cannot be written neither ends nor holds up the server', async () => {
  const database = await createTestDatabase()
  const port = await findFreePort()
  // Every write to it fails, as on a disk without room.
  const full = openSync('/dev/full', 'w')
  const server = spawn(process.execPath, [join(workshop.appFolder, 'dist/server.js')], {
    env: { PATH: process.env.PATH, DATABASE_URL: database.url, PORT: String(port) },
    stdio: ['ignore', full, 'inherit'],
  })
  closeSync(full)
  onTestFinished(() => void server.kill('SIGKILL'))
  const ended = new Promise((resolve) => server.once('close', resolve))
  const url = `http://127.0.0.1:${port}`
  await vi.waitFor(async () => expect((await fetch(`${url}/up/ready`)).ok).toBe(true), { timeout: 60_000 })
  // Far more lines than are gathered for one write.
  for (let request = 0; request < 100; request += 1) expect((await fetch(`${url}/notes`)).status).toBe(200)
  server.kill('SIGTERM')
  expect(await ended).toBe(0)
  await database.drop()
})

test('dist without a database says what is missing and ends with status 1', async () => {
  const server = spawn(process.execPath, [join(workshop.appFolder, 'dist/server.js')], {
    env: { PATH: process.env.PATH },
  })
  let log = ''
  server.stdout.on('data', (text) => {
    log += text
  })
  const code = await new Promise((resolve) => server.once('close', resolve))
  expect(log).toContain('ASH630')
  expect(code).toBe(1)
})

test('a build that fails leaves the last one as it was', async () => {
  const page = join(workshop.moduleFolder, 'src/pages/Wall.tsx')
  const source = await readFile(page, 'utf8')
  await writeFile(page, `import { nothing } from './nowhere.ts'\n${source}\nexport { nothing }\n`)
  const { code, stderr } = await workshop.run(['build'])
  await writeFile(page, source)
  expect(stderr).toContain('The client side of the app does not build.')
  expect(stderr).toContain('nowhere.ts')
  expect(stderr).toContain('[ASH510]')
  expect(code).toBe(1)
  expect(existsSync(join(workshop.appFolder, 'dist/server/main.js'))).toBe(true)
})

test('an app shows a page and an icon of its own in the place of those that come along', async () => {
  const own = join(workshop.appFolder, 'pages/notes/Wall.tsx')
  await mkdir(join(own, '..'), { recursive: true })
  await writeFile(own, 'export default function Wall() {\n  return <p>The wall of this app</p>\n}\n')
  await writeFile(join(workshop.appFolder, 'icon.png'), 'a picture')
  expect((await workshop.run(['build'])).code).toBe(0)
  const running = workshop.start(['start', '--embedded', '--port', '0'])
  const [, url = ''] = await running.says(address)
  const html = await (await fetch(`${url}/notes`)).text()
  expect(html).toContain('The wall of this app')
  const [, icon] = /<link rel="icon" type="image\/png" href="([^"]+)"/.exec(html) ?? []
  expect(await (await fetch(`${url}${icon}`)).text()).toBe('a picture')
  await running.end()
  await rm(join(workshop.appFolder, 'icon.png'))
  await rm(join(workshop.appFolder, 'pages'), { recursive: true })
})
