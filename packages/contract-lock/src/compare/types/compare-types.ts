/** The changes between the types of two contracts, by what the compiler says of programs that assign one to the other. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Change, ChangeClass } from '../../change.ts'
import { type CompilerError, compile, createProgramFolder } from '../../compiler.ts'
import {
  type DeclarationFile,
  isNode,
  type Node,
  nameOf,
  parseDeclarations,
} from '../../declarations/declaration-file.ts'
import { listShared } from './closure.ts'
import { compareMembers, type MemberChanges } from './compare-members.ts'
import { findDeclared } from './members.ts'
import { formatProgram } from './program.ts'
import { listSubjects, type Subject, type SurfacePair } from './subjects.ts'

/**
 * Compares the types of contracts in one run of the compiler; none is needed where no text differs.
 *
 * @throws ASH890 when there is no compiler, ASH891 when it fails without naming a place.
 */
export async function compareTypes(
  root: string,
  pairs: readonly SurfacePair[],
): Promise<readonly (readonly Change[])[]> {
  using disposables = new DisposableStack()
  const comparisons = pairs.map((pair) => {
    const subjects = listSubjects(pair)
    if (subjects.length === 0) return undefined
    return writeComparison(disposables.use(createProgramFolder(pair.folder)).path, pair, subjects)
  })
  const files = comparisons.flatMap((comparison) => comparison?.files ?? [])
  if (files.length === 0) return pairs.map(() => [])
  const { path: folder } = disposables.use(createProgramFolder(root))
  const errors = await compile({ root, folder, files, options: { noEmit: true, noErrorTruncation: true } })
  return comparisons.map(
    (comparison) =>
      comparison?.subjects.flatMap((subject, index) =>
        judge(subject, comparison, readVerdict(comparison, index, errors)),
      ) ?? [],
  )
}

/** The programs of two states, and the file that assigns one to the other. */
interface Comparison {
  readonly subjects: readonly Subject[]
  readonly old: DeclarationFile
  readonly now: DeclarationFile
  /** The files of both programs, then the one with the checks. */
  readonly files: readonly [old: string, now: string, checks: string]
  /** The line of the first check, counted from 1. */
  readonly firstCheck: number
}

const checksPerSubject = 3

function writeComparison(folder: string, { old, now }: SurfacePair, subjects: readonly Subject[]): Comparison {
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
  return { subjects, ...programs, files, firstCheck: head.length + 1 }
}

/** Three lines for each subject: what the compiler refuses of them is the verdict. */
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

interface Verdict {
  /** Why what is new does not serve who reads; `undefined` when it does. */
  readonly reading: string | undefined
  /** Why what consumers made before is not taken any more; `undefined` when it is. */
  readonly giving: string | undefined
  readonly isSame: boolean
}

function readVerdict({ files, firstCheck }: Comparison, index: number, errors: readonly CompilerError[]): Verdict {
  const [old, now, checks] = files
  const broken = errors.find(({ file }) => file === old || file === now)
  if (broken) {
    const reason = `the two cannot be compared: ${explain(broken.text)}`
    return { reading: reason, giving: reason, isSame: false }
  }
  const [reading, giving, same] = [0, 1, 2].map((offset) => {
    const line = firstCheck + index * checksPerSubject + offset
    return errors.find((error) => error.file === checks && error.line === line)
  })
  return {
    reading: reading && explain(reading.text),
    giving: giving && explain(giving.text),
    isSame: same === undefined,
  }
}

/** The last line of a complaint says what it comes down to. The files it names are gone when it is read. */
function explain(text: string): string {
  const last = text.trimEnd().split('\n').at(-1) ?? text
  return last
    .trim()
    .replace(/^TS\d+: /, '')
    .replace(/\.$/, '')
    .replace(/import\("[^"]*"\)\./g, '')
}

function judge(subject: Subject, { old, now }: Comparison, { reading, giving, isSame }: Verdict): readonly Change[] {
  if (isSame) return []
  const { name, surface, use, declared, isValue, symbols } = subject
  const [before, after] = [old, now].map((program) => findDeclared(program, declared, isValue))
  const members = compareMembers(before ?? [], after ?? [])
  const change = (level: ChangeClass, message: string): readonly Change[] => [
    { class: level, surface, name, message, symbols },
  ]
  if (members.removed.length > 0) return change('major', describe(members.removed, 'removed'))
  if (members.nowReadOnly.length > 0) return change('major', describe(members.nowReadOnly, 'made read-only'))
  const refusals = { read: reading, given: giving, both: reading ?? giving, service: reading, port: reading ?? giving }
  const refusal = refusals[use]
  if (refusal !== undefined) return change('major', describeRefusal(subject, refusal, reading === undefined))
  return change('minor', describeAddition(members, use === 'service' && giving !== undefined))
}

function describeRefusal({ surface, use }: Subject, reason: string, onlyGiving: boolean): string {
  if (surface === 'service' && onlyGiving) return `who offers it has to follow: ${reason}`
  if (surface === 'service') return `who calls it is refused: ${reason}`
  if (use === 'given' || onlyGiving) return `what was made for it before does not fit any more: ${reason}`
  return `who reads it finds something else: ${reason}`
}

function describeAddition({ added }: MemberChanges, breaksFakes: boolean): string {
  const what = added.length > 0 ? describe(added, 'added') : 'it changed and still fits what was made for it'
  return `${what}${breaksFakes ? '; who fakes the service in a test has to follow' : ''}`
}

function describe(paths: readonly string[], what: string): string {
  return `${paths.map(describePath).join(', ')} ${paths.length === 1 ? 'was' : 'were'} ${what}`
}

/** Says `"lines.discount"`, or `parameter 2 of "find"`. */
function describePath(path: string): string {
  const parameter = /^(.*)\((\d+)(?:\.\.\.)?\)$/.exec(path)
  if (!parameter) return `"${path}"`
  const [, owner, number] = parameter
  return owner ? `parameter ${number} of "${owner}"` : `parameter ${number}`
}
