/** The README as its tests read it: what it shows is run, or found where it is said to be. */
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')

/** A block of code. */
export interface CodeBlock {
  /** What stands behind its fence: `sh`, `ts`, or nothing. */
  readonly language: string
  readonly lines: readonly string[]
}

/** The blocks of code below a heading of the README. */
export function listBlocks(heading: string): readonly CodeBlock[] {
  const section = readFileSync(join(root, 'README.md'), 'utf8')
    .split(/^## /m)
    .find((text) => text.startsWith(`${heading}\n`))
  if (section === undefined) throw new Error(`The README has no section "${heading}".`)
  return [...section.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, language = '', code = '']) => ({
    language,
    lines: code.trimEnd().split('\n'),
  }))
}

/** The commands below a heading, as words, without what is said of them. */
export function listCommands(heading: string): readonly (readonly string[])[] {
  return listBlocks(heading)
    .filter(({ language }) => language === 'sh')
    .flatMap(({ lines }) => lines.map((line) => line.replace(/\s+#.*$/, '').split(' ')))
}
