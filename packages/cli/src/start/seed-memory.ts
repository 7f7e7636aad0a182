/** Remembers whether the embedded database of an app is still to be filled, and what its modules said when it was. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** What is remembered of a database. */
export interface SeedMemory {
  /** Whether it was found empty and has not been filled since: a first start may have been interrupted. */
  readonly wanted: boolean
  /** What the modules said, such as how to sign in. */
  readonly facts: readonly string[]
}

const fileOf = (appFolder: string) => join(appFolder, '.ashlar/seed.json')

export async function findSeedMemory(appFolder: string): Promise<SeedMemory | undefined> {
  try {
    return JSON.parse(await readFile(fileOf(appFolder), 'utf8')) as SeedMemory
  } catch {
    return undefined
  }
}

export async function keepSeedMemory(appFolder: string, memory: SeedMemory): Promise<void> {
  const file = fileOf(appFolder)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, `${JSON.stringify(memory, null, 2)}\n`)
}

export async function forgetSeedMemory(appFolder: string): Promise<void> {
  await rm(fileOf(appFolder), { force: true })
}
