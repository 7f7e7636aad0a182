/** Two states of the types of a contract as programs, and a third that assigns one to the other. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CompilerError } from '../../compiler.ts'
import {
  type DeclarationFile,
  isNode,
  type Node,
  nameOf,
  parseDeclarations,
} from '../../declarations/declaration-file.ts'
import { listShared } from './closure.ts'
import { formatProgram } from './program.ts'
import type { Subject, SurfacePair } from './subjects.ts'

/** The programs of two states, and the file that assigns one to the other. */
export interface Comparison {
  readonly subjects: readonly Subject[]
  readonly old: DeclarationFile
  readonly now: DeclarationFile
  /** The files of both programs, then the one with the checks. */
  readonly files: readonly [old: string, now: string, checks: string]
  /** The lines on which the checks begin, counted from 1; three for each subject. */
  readonly starts: readonly number[]
}

/** Writes the files of a comparison into a folder. */
export function writeComparison(folder: string, { old, now }: SurfacePair, subjects: readonly Subject[]): Comparison {
  const files = [join(folder, 'old.ts'), join(folder, 'now.ts'), join(folder, 'checks.ts')] as const
  const [oldFile, nowFile, checksFile] = files
  const before = formatProgram(old)
  writeFileSync(oldFile, before)
  writeFileSync(nowFile, formatProgram(now, { shared: listShared(old, now), from: './old.ts' }))
  const programs = { old: parseDeclarations(oldFile, before), now: parseDeclarations(nowFile, formatProgram(now)) }
  const head = [
    `import type * as Old from './old.ts'`,
    `import type * as Now from './now.ts'`,
    'type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false',
    ...Object.values(old.imports),
  ]
  const checks = subjects.flatMap((subject) => formatChecks(subject, programs.old))
  writeFileSync(checksFile, [...head, ...checks, ''].join('\n'))
  let line = head.join('\n').split('\n').length + 1
  const starts = checks.map((check) => {
    const start = line
    line += check.split('\n').length
    return start
  })
  return { subjects, ...programs, files, starts }
}

/** Three functions for each subject: which of them the compiler refuses is the verdict. */
function formatChecks({ declared, isValue }: Subject, old: DeclarationFile): readonly string[] {
  const parameters = isValue ? [] : listTypeParameters(old.types.get(declared)?.[0], old)
  const list = (texts: readonly string[]) => (texts.length > 0 ? `<${texts.join(', ')}>` : '')
  const [before, after] = ['Old', 'Now'].map(
    (side) => `${isValue ? 'typeof ' : ''}${side}.${declared}${list(parameters.map(({ name }) => name))}`,
  )
  const head = `void (${list(parameters.map(({ text }) => text))}`
  return [
    `${head}(value: ${after}): ${before} => value)`,
    `${head}(value: ${before}): ${after} => value)`,
    `${head}(value: Same<${before}, ${after}>): true => value)`,
  ]
}

interface TypeParameter {
  readonly name: string
  /** As it is declared, with the names of the program as they are called from outside. */
  readonly text: string
}

function listTypeParameters(declaration: Node | undefined, { text, types }: DeclarationFile): readonly TypeParameter[] {
  if (!isNode(declaration?.typeParameters)) return []
  const nodes = declaration.typeParameters.params as readonly Node[]
  return nodes.map((node) => ({
    name: nameOf(node.name),
    text: text.slice(node.start, node.end).replace(/[\w$]+/g, (word) => (types.has(word) ? `Old.${word}` : word)),
  }))
}

/** What the compiler says of a subject. */
export interface Verdict {
  /** Why what is new does not serve who reads; `undefined` when it does. */
  readonly reading: string | undefined
  /** Why what consumers made before is not taken any more; `undefined` when it is. */
  readonly giving: string | undefined
  readonly isSame: boolean
}

/** Reads the verdict on one of the subjects. */
export function readVerdict({ files, starts }: Comparison, index: number, errors: readonly CompilerError[]): Verdict {
  const [old, now, checks] = files
  const broken = errors.find(({ file }) => file === old || file === now)
  if (broken) {
    const reason = `the two cannot be compared: ${explain(broken.text)}`
    return { reading: reason, giving: reason, isSame: false }
  }
  const [reading, giving, same] = [0, 1, 2].map((offset) => {
    const from = starts[3 * index + offset] ?? 0
    const until = starts[3 * index + offset + 1] ?? Number.POSITIVE_INFINITY
    return errors.find(({ file, line }) => file === checks && line >= from && line < until)
  })
  return {
    reading: reading && explain(reading.text),
    giving: giving && explain(giving.text),
    isSame: same === undefined,
  }
}

const longestReason = 240

/** The last line of a complaint says what it comes down to. The files it names are gone when it is read. */
function explain(text: string): string {
  const last = text.trimEnd().split('\n').at(-1) ?? text
  const reason = last
    .trim()
    .replace(/^TS\d+: /, '')
    .replace(/\.$/, '')
    .replace(/import\("[^"]*"\)\./g, '')
  return reason.length > longestReason ? `${reason.slice(0, longestReason)}…` : reason
}
