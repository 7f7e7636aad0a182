/** Finds the workspace that a folder belongs to, and its packages, as npm, pnpm, yarn and bun lay them out. */
import { existsSync, globSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { parse as parseYaml } from 'yaml'
import { z } from 'zod'
import { nothingToRead, workspaceMalformed } from '../errors.ts'

const Patterns = z.array(z.string())
const PackageJson = z.object({
  workspaces: z.union([Patterns, z.object({ packages: Patterns }).transform(({ packages }) => packages)]).optional(),
})
const PnpmWorkspace = z.object({ packages: Patterns })

/**
 * The root of the project around a folder: the workspace whose packages it is among, or else its own package.
 *
 * @throws ASH861 when there is no package.json at or above the folder.
 */
export function findRoot(folder: string): string {
  const own = findUpwards(resolve(folder), (candidate) => existsSync(join(candidate, 'package.json')))
  if (own === undefined) throw nothingToRead(folder)
  const around = findUpwards(own, (candidate) => {
    if (candidate === own) return listPatterns(own).length > 0
    return listPackageFolders(candidate).some((path) => join(candidate, path) === own)
  })
  return around ?? own
}

function findUpwards(folder: string, matches: (folder: string) => boolean): string | undefined {
  for (let candidate = folder; ; candidate = dirname(candidate)) {
    if (matches(candidate)) return candidate
    if (candidate === dirname(candidate)) return undefined
  }
}

/** The folders of the packages in a workspace, from its root, sorted, the root itself (`''`) first. */
export function listPackageFolders(root: string): string[] {
  const patterns = listPatterns(root)
  const negated = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1))
  const wanted = patterns.filter((pattern) => !pattern.startsWith('!'))
  const files = globSync(
    wanted.map((pattern) => `${pattern.replace(/^\.\//, '').replace(/\/+$/, '')}/package.json`),
    { cwd: root, exclude: ['**/node_modules', ...negated] },
  )
  const folders = files.map((file) => relative(root, join(root, dirname(file))).replaceAll('\\', '/'))
  return ['', ...listOnce(root, folders.toSorted())]
}

/** A folder that is linked under a second name is the same package; the root is none of its own workspace. */
function listOnce(root: string, folders: readonly string[]): string[] {
  const seen = new Set([realpathSync(root)])
  return folders.filter((folder) => {
    const path = realpathSync(join(root, folder))
    const isNew = !seen.has(path)
    seen.add(path)
    return isNew
  })
}

function listPatterns(root: string): readonly string[] {
  const pnpm = join(root, 'pnpm-workspace.yaml')
  if (existsSync(pnpm)) {
    const result = PnpmWorkspace.safeParse(readYaml(pnpm))
    if (result.success) return result.data.packages
  }
  const npm = join(root, 'package.json')
  if (!existsSync(npm)) return []
  try {
    return PackageJson.parse(JSON.parse(readFileSync(npm, 'utf8'))).workspaces ?? []
  } catch {
    // A package.json that is broken is a finding of its own.
    return []
  }
}

function readYaml(file: string): unknown {
  try {
    return parseYaml(readFileSync(file, 'utf8'))
  } catch (error) {
    throw workspaceMalformed(file, error)
  }
}
