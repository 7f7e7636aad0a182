/** Reads the facts of one file from the disk. */
import { readFileSync, statSync } from 'node:fs'
import { startOfFile } from '../source/position.ts'
import { absentFacts, collectFacts, type Facts } from './collect-facts.ts'

/** Nobody writes a source file larger than this; what is larger was generated, and says nothing about the design. */
const maxSourceBytes = 1_000_000

/** A source file by its path from the root of the project, and by its absolute one. */
export interface SourcePath {
  readonly path: string
  readonly absolutePath: string
}

/** What a file says; of one that cannot be read, why. */
export function readFacts({ path, absolutePath }: SourcePath): Facts {
  try {
    const { size } = statSync(absolutePath)
    if (size > maxSourceBytes) return unreadable(`it is larger than ${maxSourceBytes} bytes`)
    return collectFacts(path, readFileSync(absolutePath, 'utf8'))
  } catch (error) {
    return unreadable(error instanceof Error ? error.message : String(error))
  }
}

function unreadable(message: string): Facts {
  return { ...absentFacts(), syntaxErrors: [{ message, at: startOfFile }] }
}
