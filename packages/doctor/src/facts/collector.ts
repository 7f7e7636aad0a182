/** How one kind of fact is read from a source file, in the one walk that all kinds share. */
import type { Comment, EcmaScriptModule, Program, VisitorObject } from 'oxc-parser'
import type { Locate } from '../source/position.ts'

/** A file that has been parsed. */
export interface ParsedFile {
  /** From the root of the project, with `/` between folders. */
  readonly path: string
  readonly text: string
  readonly program: Program
  readonly module: EcmaScriptModule
  readonly comments: readonly Comment[]
  readonly locate: Locate
}

type Handlers<State> = {
  readonly [Type in keyof VisitorObject]?: (
    node: Parameters<NonNullable<VisitorObject[Type]>>[0],
    state: State,
    file: ParsedFile,
  ) => void
}

/** Reads one kind of fact. What it returns is plain JSON: it is written to the cache. */
export interface Collector<Fact, State = unknown> {
  /** Called before the walk. `undefined` leaves the file out; the fact is then `absent`. */
  readonly begin: (file: ParsedFile) => State | undefined
  /** Called for the nodes of a file that was not left out; `Type:exit` comes after the nodes inside. */
  readonly visit?: Handlers<State>
  /** Called after the walk. */
  readonly end: (state: State, file: ParsedFile) => Fact
  /** The fact of a file that was left out, and of one that does not parse. */
  readonly absent: Fact
}

/** Declares a collector, and infers what its handlers share. */
export function defineCollector<Fact, State>(collector: Collector<Fact, State>): Collector<Fact, State> {
  return collector
}
