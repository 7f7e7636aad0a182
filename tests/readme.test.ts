/** What the README shows is there, and runs. The lines about a module from outside are run in `outside-module`. */
import { execFile } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { listBlocks, listCommands } from './readme.ts'

const root = resolve(import.meta.dirname, '..')
const read = (file: string): string => readFileSync(join(root, file), 'utf8')
const run = promisify(execFile)
const trim = (lines: readonly string[]) => lines.map((line) => line.trim()).join('\n')

test('links lead to what exists, on every page', () => {
  const pages = globSync('**/*.md', { cwd: root, exclude: (name) => /node_modules|\.ashlar|test-results/.test(name) })
  const broken = pages.flatMap((page) =>
    [...read(page).matchAll(/\]\((?!https?:)([^)#\s]+)(?:#[^)]*)?\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !existsSync(join(root, dirname(page), target)))
      .map((target) => `${page}: ${target}`),
  )
  expect(pages.length).toBeGreaterThan(20)
  expect(broken).toEqual([])
})

test('each decision has a number of its own, which its file and its heading agree on', () => {
  const records = globSync('docs/decisions/*.md', { cwd: root }).toSorted()
  const numbers = records.map((record) => basename(record).slice(0, 4))
  expect(new Set(numbers).size, numbers.join(' ')).toBe(numbers.length)
  for (const record of records)
    expect(read(record), record).toMatch(new RegExp(`^# ${Number(basename(record).slice(0, 4))}\\. `))
})

test('the seven files that explain a request are there', () => {
  const section = read('README.md').split('## How a request becomes a response')[1] ?? ''
  const files = [...section.matchAll(/^\d\. \[`(.+)`\]\((.+)\)/gm)]
  expect(files).toHaveLength(7)
  for (const [, shown = '', target] of files) expect([target, existsSync(join(root, shown))]).toEqual([shown, true])
})

test('the two commands are those of the repository', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  const shown = listCommands('Two commands').map(([, script = '']) => script)
  expect(shown).toEqual(['start', 'test'])
  for (const script of shown) expect(scripts[script]).toContain(`tooling/${script}.js`)
  expect(read('.ci/run')).toMatch(/^npm test\b/m)
})

test('a module looks as it is shown', () => {
  const [tree] = listBlocks('What a module looks like')
  const [folder = '', ...entries] = tree?.lines ?? []
  const paths = entries.map((line) => line.trim().split(/\s/)[0] ?? '')
  expect(paths).toContain('src/contract.ts')
  for (const path of paths) expect([path, existsSync(join(root, folder, path))]).toEqual([path, true])
})

test('code is shown as it stands in its file', () => {
  const blocks = ['What a module looks like', 'A module from outside of the workspace']
    .flatMap(listBlocks)
    .filter(({ language }) => ['ts', 'tsx', 'json'].includes(language))
  expect(blocks).toHaveLength(4)
  for (const { lines } of blocks) {
    const [place = '', ...code] = lines
    const file = place.replace('// ', '')
    expect(trim(read(file).split('\n')), file).toContain(trim(code))
  }
})

test('the commands on the demo run', async () => {
  const [[, folder = ''] = [], ...commands] = listCommands('The command line')
  for (const [npx, command, ...args] of commands) {
    expect([npx, command]).toEqual(['npx', 'ashlar'])
    // What serves until it is told to stop is run by the tests of the command line; here it has to be known.
    const words = args[0] === 'dev' ? [...args, '--help'] : args
    const { stdout } = await run(process.execPath, [join(root, 'packages/cli/bin/ashlar.js'), ...words], {
      cwd: join(root, folder),
    })
    expect(stdout, args.join(' ')).toMatch(/\S/)
  }
})

test('the commands on the map run, and write where they are told to', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ashlar-readme-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const commands = listCommands('The map')
  expect(commands.length).toBeGreaterThan(2)
  for (const [node, file = '', ...args] of commands) {
    expect([node, file]).toEqual(['node', 'packages/cli/bin/ashlar.js'])
    const place = args[args.indexOf('--out') + 1]
    const out = args.includes('--out') && place ? join(folder, basename(place)) : undefined
    const { stdout } = await run(process.execPath, [file, ...args.map((arg) => (arg === place ? (out ?? arg) : arg))], {
      cwd: root,
    })
    expect(stdout, args.join(' ')).toMatch(/\S/)
    if (out) expect(existsSync(out), out).toBe(true)
  }
})
