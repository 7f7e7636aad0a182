/** Reads all facts of a source file: one parse, one walk. */
import { Visitor, type VisitorObject } from 'oxc-parser'
import { type ParsedSource, parseSource } from '../source/parse-source.ts'
import { createLocator, type Locate, type Position, startOfFile } from '../source/position.ts'
import type { Collector, ParsedFile } from './collector.ts'
import { collectors } from './collectors.ts'

type Collectors = typeof collectors

/** What the doctor knows of a source file. Plain JSON. */
export type Facts = {
  readonly [Name in keyof Collectors]: Collectors[Name] extends Collector<infer Fact, infer _State> ? Fact : never
} & {
  /** Why it does not parse. What could be read of such a file is not used. */
  readonly syntaxErrors: readonly { readonly message: string; readonly at: Position }[]
}

type AnyCollector = Collector<unknown, unknown>
const entries = Object.entries(collectors) as unknown as readonly (readonly [string, AnyCollector])[]

/** What the walk that is under way has come to, a collector each. */
let states: (unknown | undefined)[] = []
let current: ParsedFile | undefined

/** One visitor for all files: making it costs more than walking a small file. */
const visitor = new Visitor(mergeHandlers())

function mergeHandlers(): VisitorObject {
  const handlers = new Map<string, ((node: never) => void)[]>()
  entries.forEach(([, collector], index) => {
    for (const [type, handle] of Object.entries(collector.visit ?? {})) {
      const call = handle as (node: unknown, state: unknown, file: ParsedFile) => void
      const list = handlers.get(type) ?? []
      list.push((node) => {
        const state = states[index]
        if (state !== undefined && current) call(node, state, current)
      })
      handlers.set(type, list)
    }
  })
  const callAll = (list: readonly ((node: never) => void)[]) => (node: never) => {
    for (const handle of list) handle(node)
  }
  return Object.fromEntries([...handlers].map(([type, list]) => [type, callAll(list)]))
}

/** Reads the facts of a file from its text. */
export function collectFacts(path: string, text: string, parse = parseSource): Facts {
  const locate = createLocator(text)
  const { errors, program, module, comments } = parse(path, text)
  if (errors.length > 0) return { ...absentFacts(), syntaxErrors: errors.map((error) => describe(error, locate)) }
  const file: ParsedFile = { path, text, program, module, comments, locate }
  states = entries.map(([, collector]) => collector.begin(file))
  current = file
  visitor.visit(program)
  const facts = entries.map(([name, collector], index) => {
    const state = states[index]
    return [name, state === undefined ? collector.absent : collector.end(state, file)] as const
  })
  return { ...(Object.fromEntries(facts) as Facts), syntaxErrors: [] }
}

function describe({ message, labels: [label] }: ParsedSource['errors'][number], locate: Locate) {
  return { message, at: label ? locate(label) : startOfFile }
}

/** The facts of a file that says nothing. */
export function absentFacts(): Facts {
  return { ...(Object.fromEntries(entries.map(([name, { absent }]) => [name, absent])) as Facts), syntaxErrors: [] }
}
