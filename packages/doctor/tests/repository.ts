/** A fixture app in a git repository of its own, with tests in it to be reached. */
import { execFileSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createFixture, type Fixture } from './fixture.ts'

export interface Repository extends Fixture {
  /** Writes a file, by its path from the root. */
  readonly write: (file: string, text: string) => Promise<void>
  readonly git: (...args: readonly string[]) => string
  /** Commits all there is. */
  readonly commit: () => void
}

const tests: Readonly<Record<string, string>> = {
  'tests/whole.test.ts': '',
  'app/tests/app.test.ts': '',
  'modules/catalog/tests/catalog.test.ts': '',
  'modules/catalog/src/domain/product.test.ts':
    "import { isSellable } from './product.ts'\n\nisSellable({ price: 1 })\n",
  'modules/orders/tests/orders.test.ts': '',
}

/** Makes the base fixture with tests, committed on the branch `main`. */
export async function createRepository(): Promise<Repository> {
  const fixture = await createFixture()
  const write = async (file: string, text: string) => {
    await mkdir(dirname(join(fixture.folder, file)), { recursive: true })
    await writeFile(join(fixture.folder, file), text)
  }
  const git = (...args: readonly string[]) => runGit(fixture.folder, ...args)
  const commit = () => {
    git('add', '--all')
    git('commit', '--quiet', '--message', 'A step')
  }
  for (const [file, text] of Object.entries(tests)) await write(file, text)
  await write('.gitignore', '.ashlar/\nnode_modules/\n')
  git('init', '--quiet', '--initial-branch=main')
  commit()
  return { ...fixture, write, git, commit }
}

/** Runs git as nobody in particular: what is configured on this machine, and a hook that runs the tests, are left out. */
export function runGit(folder: string, ...args: readonly string[]): string {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'))
  const author = { GIT_AUTHOR_NAME: 'Somebody', GIT_AUTHOR_EMAIL: 'somebody@example.com' }
  const env = {
    ...Object.fromEntries(own),
    ...author,
    GIT_COMMITTER_NAME: author.GIT_AUTHOR_NAME,
    GIT_COMMITTER_EMAIL: author.GIT_AUTHOR_EMAIL,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_SYSTEM: '/dev/null',
  }
  return execFileSync('git', args, { cwd: folder, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}
