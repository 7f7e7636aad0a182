/** What has changed in a project, as git tells it. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { baseUnknown, noCommonAncestor, notARepository } from '../errors.ts'

/** The branches that changes are counted from when none is named, the first choice first. */
const mainBranches = ['origin/main', 'main']

export interface ListChangesOptions {
  /** The folder of the project; it may stand anywhere inside a repository. */
  readonly root: string
  /** The branch, tag or commit that changes are counted from. @default `origin/main`, or else `main` */
  readonly base?: string
}

export interface Changes {
  /** What the changes are counted from, as it was named. */
  readonly base: string
  /** The commit where this branch left the base. */
  readonly commit: string
  /** Changed, new and removed files below the folder of the project, from there, sorted. */
  readonly files: readonly string[]
}

/**
 * Lists what has changed since this branch left its base: in commits, in the working tree, and as files that git does not
 * know yet. Files that git ignores are left out.
 *
 * @throws ASH910 outside of a repository, ASH911 when the base is unknown, ASH912 when it shares no commit with this branch.
 */
export async function listChanges({ root, base }: ListChangesOptions): Promise<Changes> {
  const git = openRepository(root)
  if ((await git.ask('rev-parse', '--is-inside-work-tree')) === undefined) throw notARepository(root)
  const found = await findBase(git, base)
  const [changed, untracked] = await Promise.all([
    git.tell('diff', '--name-only', '-z', '--no-renames', '--relative', found.commit),
    git.tell('ls-files', '--others', '--exclude-standard', '-z'),
  ])
  const files = `${changed}\0${untracked}`.split('\0').filter((file) => file !== '')
  return { ...found, files: [...new Set(files)].toSorted() }
}

interface Git {
  /** What git answers, without the line's end; `undefined` when it fails. */
  readonly ask: (...args: readonly string[]) => Promise<string | undefined>
  /** What git answers. @throws when it fails */
  readonly tell: (...args: readonly string[]) => Promise<string>
}

function openRepository(root: string): Git {
  const mostBytes = 256 * 1024 * 1024
  const tell = async (...args: readonly string[]) => {
    const { stdout } = await promisify(execFile)('git', [...args], { cwd: root, maxBuffer: mostBytes })
    return stdout
  }
  return {
    tell,
    ask: (...args) =>
      tell(...args).then(
        (answer) => answer.trim(),
        () => undefined,
      ),
  }
}

async function findBase(git: Git, named: string | undefined): Promise<{ base: string; commit: string }> {
  const isShallow = async () => (await git.ask('rev-parse', '--is-shallow-repository')) === 'true'
  for (const base of named === undefined ? mainBranches : [named]) {
    const tip = await git.ask('rev-parse', '--verify', '--quiet', '--end-of-options', `${base}^{commit}`)
    if (tip === undefined) continue
    const commit = await git.ask('merge-base', 'HEAD', tip)
    if (commit === undefined) throw noCommonAncestor(base, await isShallow())
    return { base, commit }
  }
  throw baseUnknown(named === undefined ? mainBranches : [named], await isShallow())
}
