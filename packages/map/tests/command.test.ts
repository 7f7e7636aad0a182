/** `ashlar graph` as a person runs it. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createProject } from './project.ts'
import { shop } from './shop.ts'

const command = join(import.meta.dirname, '../../cli/bin/ashlar.js')

function graph(cwd: string, ...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, 'graph', ...words], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', DATABASE_URL: undefined },
  })
  return { status, stdout, stderr }
}

test('without an option it lists the modules', async () => {
  await using project = await createProject(shop)
  const { status, stdout } = graph(project.folder)
  expect(stdout).toMatch(/^3 modules, 6 edges .+, 1 breach\.$/m)
  expect(status).toBe(0)
})

test('each form goes to the terminal, or to a file whose name says it', async () => {
  await using project = await createProject(shop)
  expect(graph(project.folder, '--mermaid').stdout).toMatch(/^flowchart LR\n/)
  expect(JSON.parse(graph(project.folder, '--json').stdout)).toMatchObject({ version: 1 })
  for (const [file, start] of [
    ['deep/in/map.md', '# Map of @shop/app\n'],
    ['map.mmd', 'flowchart LR\n'],
    ['map.dot', 'digraph modules {\n'],
    ['map.html', '<!doctype html>\n'],
  ] as const) {
    const { status, stdout } = graph(project.folder, '--out', file)
    expect(stdout).toBe(`✓ Wrote the map to ${file}\n`)
    expect(readFileSync(join(project.folder, file), 'utf8').startsWith(start), file).toBe(true)
    expect(status).toBe(0)
  }
})

test('a committed map is held against the sources', async () => {
  await using project = await createProject(shop)
  const missing = graph(project.folder, '--check')
  expect(missing.stderr).toContain('Run "ashlar graph --out docs/map.md" and commit the file. [ASH902]')
  expect(missing.status).toBe(1)

  graph(project.folder, '--out', 'docs/map.md')
  expect(graph(project.folder, '--check')).toMatchObject({ status: 0, stderr: '' })
  const file = join(project.folder, 'docs/map.md')
  await project.write({ 'docs/map.md': readFileSync(file, 'utf8').replaceAll('\n', '\r\n') })
  expect(graph(project.folder, '--check').status).toBe(0)

  await project.write({
    'modules/stock/src/domain/worth.ts': 'export const worth = 1\n',
    'modules/stock/src/locales/fr.json': '{}',
  })
  const outdated = graph(project.folder, '--check')
  expect(outdated.stderr).toContain(
    'Line 5 says "3 modules, 6 edges (3 needs, 1 uses service, 1 listens, 1 links), 1 breach."',
  )
  expect(outdated.stderr).toContain('[ASH903]')
  expect(outdated.status).toBe(1)
  graph(project.folder, '--mermaid', '--out', 'docs/map.md')
  expect(graph(project.folder, '--check').status).toBe(0)
})

test('another file is checked by its own form', async () => {
  await using project = await createProject(shop)
  graph(project.folder, '--json', '--out', 'map.json')
  expect(graph(project.folder, '--check', '--out', 'map.json').status).toBe(0)
  await project.write({ 'map.json': '{}\n' })
  expect(graph(project.folder, '--check', '--out', 'map.json').stderr).toContain('[ASH903]')
})

test('forms that contradict each other, and endings that say none, are refused', async () => {
  await using project = await createProject(shop)
  expect(graph(project.folder, '--json', '--dot').stderr).toContain('--dot and --json. Leave one of them. [ASH900]')
  expect(graph(project.folder, '--json', '--out', 'map.md').stderr).toContain('[ASH900]')
  const { status, stderr } = graph(project.folder, '--out', 'map.png')
  expect(stderr).toContain('[ASH901]')
  expect(status).toBe(1)
})
