/** Runs the compiler once over sources that exist only in a test, and sorts what it says by source. */
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative, resolve } from 'node:path'

const require = createRequire(import.meta.url)
const compiler = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc')
const repository = join(import.meta.dirname, '..', '..', '..', '..')
const home = join(import.meta.dirname, '..', '.cache')

/**
 * Compiles sources, each as a file of its own that may import `./shop.ts`, and gives the messages about each by its name.
 *
 * @param files Files of the repository to be compiled with them; their messages stand under their path.
 */
export async function checkTypes(
  sources: Readonly<Record<string, string>>,
  files: readonly string[] = [],
): Promise<ReadonlyMap<string, readonly string[]>> {
  await mkdir(home, { recursive: true })
  const folder = await mkdtemp(join(home, 'types-'))
  try {
    const shop = relative(folder, join(import.meta.dirname, 'shop.ts'))
    await writeFile(join(folder, 'shop.ts'), `export * from ${JSON.stringify(shop.replaceAll('\\', '/'))}\n`)
    for (const [name, source] of Object.entries(sources)) await writeFile(join(folder, `${name}.ts`), source)
    const config = {
      extends: join(repository, 'tsconfig.json'),
      files: [...Object.keys(sources).map((name) => `${name}.ts`), ...files.map((file) => join(repository, file))],
      include: [],
    }
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config))
    return sortMessages(folder, await compile(folder))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** What the compiler prints. It ends with an error when it has anything to say. */
function compile(folder: string): Promise<string> {
  const args = [compiler, '-p', folder, '--pretty', 'false']
  return new Promise((done, fail) => {
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 10_000_000 }, (error, stdout, stderr) => {
      if (error && stdout === '') fail(new Error(`The compiler did not run: ${stderr}`, { cause: error }))
      else done(stdout)
    })
  })
}

/** A message begins with its file and place; the lines that explain it are indented below. */
function sortMessages(folder: string, output: string): ReadonlyMap<string, readonly string[]> {
  const messages = new Map<string, string[]>()
  for (const block of output.split(/^(?=\S)/m)) {
    const [, path, message] = /^(.+?)\(\d+,\d+\): error TS\d+: (.*)$/s.exec(block.trimEnd()) ?? []
    if (path === undefined || message === undefined) continue
    const file = resolve(folder, path)
    const name = dirname(file) === folder ? basename(file, '.ts') : relative(repository, file).replaceAll('\\', '/')
    messages.set(name, [...(messages.get(name) ?? []), message])
  }
  return messages
}
