/** Where a package tells people what it reads from the environment. */
import type { Place } from '../../finding.ts'
import type { PackageModel } from '../../project/project.ts'
import { createLocator } from '../../source/position.ts'

export const exampleFile = '.env.example'

/** The README of a package; `undefined` without one. */
export function readReadme(of: PackageModel): string | undefined {
  const name = of.fileNames.find((file) => /^readme\.md$/i.test(file))
  return name === undefined ? undefined : of.readText(name)
}

/** A variable of a `.env.example`, be it commented out. */
export interface ExampleVariable {
  readonly name: string
  readonly place: Place
}

export interface EnvironmentExample {
  /** From the root of the project. */
  readonly path: string
  readonly text: string
  readonly variables: readonly ExampleVariable[]
}

/** The `.env.example` of a package; `undefined` without one. */
export function readExample(of: PackageModel): EnvironmentExample | undefined {
  const text = of.readText(exampleFile)
  if (text === undefined) return undefined
  const path = of.folder === '' ? exampleFile : `${of.folder}/${exampleFile}`
  const locate = createLocator(text)
  const variables = [...text.matchAll(/^[ \t]*#?[ \t]*(?:export[ \t]+)?(?<name>[A-Z][A-Z0-9_]*)[ \t]*=/gm)].map(
    (match) => {
      const name = match.groups?.name ?? ''
      const start = match.index + match[0].indexOf(name)
      const { line, column } = locate({ start, end: start + name.length })
      return { name, place: { file: path, line, column } }
    },
  )
  return { path, text, variables }
}

/** Whether a text names a variable, as a word of its own. */
export const names = (text: string, variable: string): boolean => text.match(/\w+/g)?.includes(variable) === true
