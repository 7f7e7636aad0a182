import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { Lock, lockFormat } from './lock.ts'

/** Why a lock cannot be read. */
export interface LockProblem {
  readonly code: 'ASH884' | 'ASH885' | 'ASH886'
  readonly message: string
  readonly remedy: string
  /** Counted from 1. */
  readonly line: number
}

/** Reads a lock; `undefined` when there is none. */
export function readLock(file: string): Lock | LockProblem | undefined {
  if (!existsSync(file)) return undefined
  const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '')
  const conflict = text.split('\n').findIndex((line) => /^(<{7}|={7}|>{7}|\|{7})( |\r?$)/.test(line))
  if (conflict !== -1) {
    return {
      code: 'ASH885',
      message: 'The lock holds the marks of a merge that was not finished.',
      remedy: 'Take the lock of the branch you merge into, then run "ashlar contracts --write".',
      line: conflict + 1,
    }
  }
  return parseLock(text)
}

function parseLock(text: string): Lock | LockProblem {
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch (error) {
    return broken(error instanceof Error ? error.message : String(error), lineOf(error, text))
  }
  const format = z.object({ format: z.number() }).safeParse(data)
  if (format.success && format.data.format > lockFormat) {
    return {
      code: 'ASH886',
      message: `The lock has format ${format.data.format}; this release knows formats up to ${lockFormat}.`,
      remedy: 'Update @ashlar/contract-lock to the release that the lock was written with.',
      line: 1,
    }
  }
  const lock = Lock.safeParse(data)
  if (lock.success) return lock.data
  const [issue] = lock.error.issues
  return broken(`${issue?.path.join('.') || 'the whole'}: ${issue?.message}`, 1)
}

function broken(reason: string, line: number): LockProblem {
  return {
    code: 'ASH884',
    message: `The lock cannot be read: ${reason.replace(/\.$/, '')}.`,
    remedy: 'Restore it from version control; if there is no good one, delete it and run "ashlar contracts --write".',
    line,
  }
}

function lineOf(error: unknown, text: string): number {
  const offset = Number(/at position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1] ?? 0)
  return text.slice(0, offset).split('\n').length
}

/** Whether reading a lock ended with a problem. */
export function isLockProblem(read: Lock | LockProblem | undefined): read is LockProblem {
  return read !== undefined && 'code' in read
}
