/** Keeps the facts of files that have not changed since they were last read. */
import { readdirSync, statSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Facts } from './collect-facts.ts'
import { readAllFacts } from './read-all-facts.ts'
import type { SourcePath } from './read-facts.ts'

/** Facts by path, each with the stamp of the file it was read from. */
type Kept = Map<string, { readonly stamp: string; readonly facts: Facts }>

export class FactsCache {
  #kept: Kept
  #isSaved = true
  readonly #file: string | undefined

  private constructor(kept: Kept, file: string | undefined) {
    this.#kept = kept
    this.#file = file
  }

  /** A cache that ends with the process. */
  static inMemory(): FactsCache {
    return new FactsCache(new Map(), undefined)
  }

  /** A cache in a file, which `save` makes when there is none. What another version wrote, or nobody can read, is passed over. */
  static async open(file: string): Promise<FactsCache> {
    return new FactsCache(await load(file), file)
  }

  /** The facts of each file, by its path from the root; only files that changed are read. */
  async read(files: readonly SourcePath[]): Promise<ReadonlyMap<string, Facts>> {
    const stamps = new Map(files.map(({ path, absolutePath }) => [path, stampOf(absolutePath)]))
    const changed = files.filter(({ path }) => this.#kept.get(path)?.stamp !== stamps.get(path))
    const read = await readAllFacts(changed)
    if (changed.length > 0 || this.#kept.size !== files.length) this.#isSaved = false
    this.#kept = new Map(
      files.flatMap(({ path }) => {
        const facts = read.get(path) ?? this.#kept.get(path)?.facts
        return facts ? [[path, { stamp: stamps.get(path) ?? '', facts }] as const] : []
      }),
    )
    return new Map([...this.#kept].map(([path, { facts }]) => [path, facts]))
  }

  /** Writes the file, if it does not hold these facts already. Where nothing may be written, files are read again next time. */
  async save(): Promise<void> {
    if (this.#isSaved || this.#file === undefined) return
    this.#isSaved = await save(this.#file, this.#kept).then(
      () => true,
      () => false,
    )
  }
}

/** Size and time of the last change; nothing for a file that is gone. */
function stampOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat ? `${stat.size}:${stat.mtimeMs}` : ''
}

async function load(file: string): Promise<Kept> {
  try {
    const { version, kept } = JSON.parse(await readFile(file, 'utf8'))
    return version === versionOfCollectors() ? new Map(kept) : new Map()
  } catch {
    // There is none yet, or it was cut short: it is made anew.
    return new Map()
  }
}

/** Written beside its place and moved there, so that a second doctor never reads half of it. */
async function save(file: string, kept: Kept): Promise<void> {
  const beside = `${file}.${process.pid}`
  await mkdir(dirname(file), { recursive: true })
  await writeFile(beside, JSON.stringify({ version: versionOfCollectors(), kept: [...kept] }))
  await rename(beside, file)
}

/** Changes whenever a collector does, also while one is being written. */
function versionOfCollectors(): string {
  const folder = import.meta.dirname
  return readdirSync(folder)
    .map((name) => stampOf(join(folder, name)))
    .join(' ')
}
