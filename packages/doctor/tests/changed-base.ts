/** What the rules on pages, routes and permissions find in the base of all fixtures after files of it were changed. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { catalogue, diagnose } from '@ashlar/doctor'
import { createFixture } from './fixture.ts'

/** A whole new text, or a part of the base's with what takes its place. */
export type Change = string | readonly [part: string, replacement: string]
/** What is changed in each file. */
export type Changes = Readonly<Record<string, readonly Change[]>>

/** A file of the module of orders. */
export const orders = (file: string) => `modules/orders/src/${file}`
/** A file of the module of the catalog. */
export const catalog = (file: string) => `modules/catalog/src/${file}`

const only = catalogue.flatMap(({ code, family }) => (family === 'pages' ? [code] : []))

/** What the rules find, each with its code first. */
export async function findAfter(changes: Changes): Promise<string[]> {
  await using fixture = await createFixture()
  for (const [name, list] of Object.entries(changes)) {
    for (const change of list) await apply(join(fixture.folder, name), change)
  }
  const { findings } = await diagnose({ folder: fixture.folder, only })
  return findings.map(({ code, message }) => `${code} ${message}`)
}

async function apply(path: string, change: Change): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  if (typeof change === 'string') return writeFile(path, change)
  const text = await readFile(path, 'utf8')
  const [part, replacement] = change
  if (!text.includes(part)) throw new Error(`The base has no such part in ${path}: ${part}`)
  await writeFile(path, text.replace(part, replacement))
}
