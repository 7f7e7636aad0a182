/** A module that was written outside of this repository becomes a part of an app by `npm install`, and by nothing else. */
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../browser/launch.ts'
import { listCommands } from '../readme.ts'
import { createApp, createGuestbook, createOutside, type Outside, quietly, type Server } from './outside.ts'

let outside: Outside
let guestbook: string
let app: string
let browser: Browser

beforeAll(async () => {
  outside = await createOutside()
  // npm locks its cache, so that the second install finds what the first has fetched.
  guestbook = await createGuestbook(outside)
  app = await createApp(outside)
  browser = await launchBrowser()
}, 900_000)
afterAll(async () => {
  await browser?.close()
  await outside?.remove()
})

const ashlar = (...args: readonly string[]) => outside.run(app, 'npx', 'ashlar', ...args)
const read = async (url: string) => (await fetch(url)).text()

/** Runs the lines of the README as they stand; the last one serves. */
async function followReadme(): Promise<Server> {
  const commands = listCommands('A module from outside of the workspace')
  const last = commands.at(-1) ?? []
  expect(last.slice(0, 3)).toEqual(['npx', 'ashlar', 'start'])
  let folder = outside.folder
  for (const [command = '', ...args] of commands.slice(0, -1)) {
    if (command === 'cd') folder = resolve(folder, args[0] ?? '')
    else await outside.run(folder, command, ...args, ...(args[0] === 'install' ? quietly : []))
  }
  expect(folder).toBe(app)
  return outside.serve(folder, ...last.slice(2), '--port', '0')
}

test('its types hold where it was written', async () => {
  await outside.run(guestbook, 'npx', 'tsc')
})

test('packed and installed as the README says, it is all there', async () => {
  const before = await readFile(join(app, 'app.config.ts'), 'utf8')
  const server = await followReadme()
  expect(await ashlar('modules')).toMatch(/guestbook +ashlar-guestbook +1\.0\.0/)
  expect(await readFile(join(app, 'app.config.ts'), 'utf8')).toBe(before)

  const html = await read(`${server.url}/guestbook`)
  expect(html).toContain('data-server-rendered="true"')
  expect(html).toContain('Leave a message for everybody who comes by.')

  const [, style] = /<link rel="stylesheet" href="([^"]+)"/.exec(html) ?? []
  expect(await read(`${server.url}${style}`)).toContain('.guestbook-entry{border-inline-start:4px solid')
  for (const [, script] of html.matchAll(/(?:src|href)="(\/assets\/[^"]+\.js)"/g)) {
    const answer = await fetch(`${server.url}${script}`)
    expect(answer.status, script).toBe(200)
    expect(answer.headers.get('cache-control')).toContain('immutable')
  }

  const page = await (await browser.newContext()).newPage()
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(String(error)))
  await page.goto(`${server.url}/sign-in`)
  await page.getByLabel('Email').fill('admin@demo.test')
  await page.getByLabel('Password').fill('let-me-look-around')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('navigation').getByRole('link', { name: 'Guestbook' }).click()
  await page.getByLabel('Your message').fill('Everything fits.')
  await page.getByText('484 characters left').waitFor()
  await page.getByRole('button', { name: 'Sign the guestbook' }).click()
  await page.locator('blockquote').getByText('Everything fits.').waitFor()
  expect(await page.getByLabel('Your message').inputValue()).toBe('')
  await page.getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click()
  await page.getByText('Nobody has signed yet.').waitFor()
  expect(problems).toEqual([])
  expect(await server.end()).toBe(0)
})

test('the map shows it beside the others', async () => {
  await ashlar('graph', '--out', 'map.html')
  const page = await (await browser.newContext()).newPage()
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(String(error)))
  await page.goto(pathToFileURL(join(app, 'map.html')).href)
  await page.getByRole('searchbox').fill('ashlar-guestbook')
  await page.getByRole('searchbox').press('Enter')
  const canvas = page.getByRole('region', { name: 'guestbook', exact: true })
  await canvas.getByText('/guestbook', { exact: true }).first().waitFor()
  expect(problems).toEqual([])
})

test('in development it is served the same way', async () => {
  const server = await outside.serve(app, 'dev', '--port', '0')
  const html = await read(`${server.url}/guestbook`)
  expect(html).toContain('Leave a message for everybody who comes by.')
  const [, style = ''] = /<link rel="stylesheet" href="([^"]+)"/.exec(html) ?? []
  expect(await read(new URL(style, server.url).href)).toContain('.guestbook-entry')
  expect(await server.end()).toBe(0)
})

test('npm uninstall takes it away again, and the app goes on without it', async () => {
  await outside.run(app, 'npm', 'uninstall', ...quietly, 'ashlar-guestbook')
  await ashlar('build')
  const server = await outside.serve(app, 'start', '--embedded', '--port', '0')
  expect((await fetch(`${server.url}/guestbook`)).status).toBe(404)
  expect((await fetch(`${server.url}/sign-in`)).status).toBe(200)
  expect(await server.end()).toBe(0)
})
