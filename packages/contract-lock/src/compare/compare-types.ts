/** The changes between the types of two contracts, by what the compiler says of programs that assign one to the other. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Change, ChangeClass } from '../change.ts'
import { type CompilerError, compile, createProgramFolder } from '../compiler.ts'
import type { Surface } from '../lock/lock.ts'
import { sameData } from '../sorted.ts'
import { type Closure, closureOf, formatProgram, propertyPathsOf, serviceType, textOf } from './type-program.ts'

/** Two states of one contract. */
export interface SurfacePair {
  /** The folder of its module, from which its imports are found. */
  readonly folder: string
  readonly old: Surface
  readonly now: Surface
  /** The services that other packages of the workspace offer. */
  readonly offeredElsewhere: ReadonlySet<string>
}

/** Who gets values of a type, and who makes them. */
type Use = 'read' | 'given' | 'both' | 'service' | 'port'

interface Subject {
  readonly name: string
  readonly surface: 'type' | 'service'
  readonly use: Use
  /** How programs name it. */
  readonly reference: string
  /** Its type parameters as they are declared, such as `<Item>`. */
  readonly parameters: string
  readonly old: string
  readonly now: string
}

interface Verdict {
  /** Why what is new does not serve who reads; `undefined` when it does. */
  readonly reading: string | undefined
  /** Why what consumers made before is not taken any more; `undefined` when it is. */
  readonly giving: string | undefined
  readonly same: boolean
}

/**
 * Compares the types of contracts in one run of the compiler; none is needed where no text differs.
 *
 * @throws ASH890 when there is no compiler, ASH891 when it fails without naming a place.
 */
export async function compareTypes(
  root: string,
  pairs: readonly SurfacePair[],
): Promise<readonly (readonly Change[])[]> {
  const planned = pairs.map((pair) => ({ pair, subjects: listSubjects(pair) }))
  const needed = planned.filter(({ subjects }) => subjects.length > 0)
  if (needed.length === 0) return pairs.map(() => [])
  using disposables = new DisposableStack()
  const programs = new Map(
    needed.map(({ pair, subjects }) => [
      pair,
      writeProgram(disposables.use(createProgramFolder(pair.folder)).path, pair, subjects),
    ]),
  )
  using output = createProgramFolder(root)
  const files = [...programs.values()].flatMap(({ old, now, checks }) => [old, now, checks])
  const errors = await compile({ root, folder: output.path, files, options: { noEmit: true, noErrorTruncation: true } })
  const byFile = Map.groupBy(errors, ({ file }) => file)
  return planned.map(({ pair, subjects }) => {
    const program = programs.get(pair)
    if (!program) return []
    const broken = [...(byFile.get(program.old) ?? []), ...(byFile.get(program.now) ?? [])][0]
    const found = byFile.get(program.checks) ?? []
    return subjects.flatMap((subject, index) => judge(subject, pair, readVerdict(found, index, broken)))
  })
}

function listSubjects({ old, now, offeredElsewhere }: SurfacePair): readonly Subject[] {
  if (sameData([old.types, old.imports, old.services], [now.types, now.imports, now.services])) return []
  const types = Object.keys(old.types)
    .filter((name) => name in now.types && isExported(name, old) && isExported(name, now))
    .map((name): Subject => {
      const value = name.startsWith('typeof ')
      const text = textOf(old.types[name])
      const parameters = value ? '' : readParameters(text)
      return {
        name: name.replace(/^typeof /, ''),
        surface: 'type',
        use: value ? 'read' : useOf(name, old, now),
        reference: value ? name.slice('typeof '.length) : name,
        parameters,
        old: `${name} ${text}`,
        now: `${name} ${textOf(now.types[name])}`,
      }
    })
  const services = Object.entries(old.services).flatMap(([name, service]): Subject | [] => {
    const current = now.services[name]
    if (!current) return []
    const own = service.offered && current.offered && !offeredElsewhere.has(name)
    return {
      name,
      surface: 'service',
      use: own ? 'service' : 'port',
      reference: serviceType(name),
      parameters: '',
      old: textOf(service.interface),
      now: textOf(current.interface),
    }
  })
  const interfaces = new Set(services.flatMap((service) => [service.old, service.now]))
  return [...services, ...types.filter(({ name }) => !interfaces.has(name))].filter(
    (subject) => closureOf(subject.old, old).text !== closureOf(subject.now, now).text,
  )
}

function isExported(name: string, surface: Surface): boolean {
  const kinds = surface.exports[name.replace(/^typeof /, '')]?.split(', ') ?? []
  return name.startsWith('typeof ') ? kinds.includes('value') : kinds.some((kind) => kind.endsWith('type'))
}

function useOf(name: string, old: Surface, now: Surface): Use {
  const [before, after] = [old, now].map((surface) =>
    surface.exports[name]?.split(', ').find((kind) => kind.endsWith('type')),
  )
  if (before !== after) return 'both'
  return before === 'read type' ? 'read' : before === 'given type' ? 'given' : 'both'
}

function readParameters(declaration: string): string {
  return (
    /^(?:type|interface|class|abstract class) [\w$]+(<[^=(]*?>)(?= [={]| extends| implements)/.exec(declaration)?.[1] ??
    ''
  )
}

interface Program {
  readonly old: string
  readonly now: string
  readonly checks: string
}

const linesPerSubject = 3
const linesBefore = 3

function writeProgram(folder: string, { old, now }: SurfacePair, subjects: readonly Subject[]): Program {
  const program = { old: join(folder, 'old.ts'), now: join(folder, 'now.ts'), checks: join(folder, 'checks.ts') }
  writeFileSync(program.old, formatProgram(old))
  writeFileSync(program.now, formatProgram(now))
  const lines = subjects.flatMap((subject, index) => {
    const { parameters } = subject
    const args = parameters.replace(/ (extends|=) [^,>]+/g, '')
    const [before, after] = ['Old', 'Now'].map((side) => nameIn(side, subject, args))
    return [
      `export const reads${index} = ${parameters}(value: ${after}): ${before} => value`,
      `export const gives${index} = ${parameters}(value: ${before}): ${after} => value`,
      `export const same${index} = ${parameters}(value: Same<${before}, ${after}>): true => value`,
    ]
  })
  const same = 'type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false'
  writeFileSync(
    program.checks,
    [`import type * as Old from './old.ts'`, `import type * as Now from './now.ts'`, same, ...lines, ''].join('\n'),
  )
  return program
}

function nameIn(side: string, { reference, old, parameters }: Subject, args: string): string {
  const value = old.startsWith('typeof ') && parameters === ''
  return `${value ? 'typeof ' : ''}${side}.${reference}${args}`
}

function readVerdict(errors: readonly CompilerError[], index: number, broken: CompilerError | undefined): Verdict {
  if (broken) {
    const reason = `the two cannot be compared: ${broken.text.split('\n')[0]}`
    return { reading: reason, giving: reason, same: false }
  }
  const at = (offset: number) => {
    const error = errors.find(({ line }) => line === linesBefore + 1 + index * linesPerSubject + offset)
    return error && explain(error.text)
  }
  return { reading: at(0), giving: at(1), same: at(2) === undefined }
}

/** The last line of a complaint says what it comes down to. */
function explain(text: string): string {
  const lines = text.split('\n').map((line) => line.trim())
  const last = lines.at(-1) ?? text
  return last.replace(/^TS\d+: /, '').replace(/\.$/, '')
}

function judge(subject: Subject, { old, now }: SurfacePair, { reading, giving, same }: Verdict): readonly Change[] {
  if (same) return []
  const before = closureOf(subject.old, old)
  const after = closureOf(subject.now, now)
  const own = [pathsOf([ownText(subject.old, old)]), pathsOf([ownText(subject.now, now)])] as const
  const gone = listGone(own, before, after)
  const added = difference(own[1], own[0])
  const blind =
    [before, after].some(({ text }) => /\bany\b/.test(text)) && 'one of the two says any, which hides what changed'
  const change = (level: ChangeClass, message: string): readonly Change[] => [
    { class: level, surface: subject.surface, name: subject.name, message, symbols: symbolsOf(subject, old) },
  ]
  if (gone.length > 0) return change('major', `${quote(gone)} ${gone.length === 1 ? 'was' : 'were'} removed`)
  if (blind) return change('major', blind)
  const breaks = { read: reading, given: giving, both: reading ?? giving, service: reading, port: reading ?? giving }[
    subject.use
  ]
  if (breaks !== undefined) return change('major', breaksWords(subject, breaks, reading === undefined))
  const what =
    added.length > 0
      ? `${quote(added)} ${added.length === 1 ? 'was' : 'were'} added`
      : 'it changed and still fits what was made for it'
  const note =
    subject.use === 'service' && giving !== undefined ? '; who fakes the service in a test has to follow' : ''
  return change('minor', `${what}${note}`)
}

function breaksWords({ surface, use }: Subject, reason: string, onlyGiving: boolean): string {
  if (surface === 'service' && onlyGiving) return `who offers it has to follow: ${reason}`
  if (surface === 'service') return `who calls it is refused: ${reason}`
  if (use === 'given' || onlyGiving) return `what was made for it before does not fit any more: ${reason}`
  return `who reads it finds something else: ${reason}`
}

function listGone(
  [old, now]: readonly [ReadonlySet<string>, ReadonlySet<string>],
  before: Closure,
  after: Closure,
): readonly string[] {
  const own = difference(old, now)
  return own.length > 0 ? own : difference(namesIn(before), namesIn(after))
}

/** A text, or the declaration that it only names. */
function ownText(text: string, { types }: Surface): string {
  return text in types ? `${text} ${textOf(types[text])}` : text
}

function difference(from: ReadonlySet<string>, without: ReadonlySet<string>): readonly string[] {
  return [...from].filter((name) => !without.has(name)).toSorted()
}

/** The names of all properties that a type is made of, wherever they stand. */
function namesIn({ declarations }: Closure): ReadonlySet<string> {
  return new Set([...pathsOf(declarations)].map((path) => path.split('.').at(-1) ?? path))
}

function pathsOf(declarations: readonly string[]): ReadonlySet<string> {
  return new Set(declarations.flatMap((declaration) => [...propertyPathsOf(asStatement(declaration))]))
}

function asStatement(declaration: string): string {
  const value = /^typeof [\w$]+ /.exec(declaration)
  if (value) return `type T = ${declaration.slice(value[0].length)}`
  const named = /^[\w$]+ (?=(?:type|interface|class|abstract|enum|function) )/.exec(declaration)
  return named ? declaration.slice(named[0].length) : `type T = ${declaration}`
}

function quote(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ')
}

function symbolsOf({ name, old }: Subject, surface: Surface): Change['symbols'] {
  const own = { name }
  const face = surface.services[name] && /^[A-Za-z_$][\w$]*$/.test(old) ? [{ name: old }] : []
  return [own, ...face]
}
