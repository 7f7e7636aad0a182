import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { configFile, type KnownFinding } from '../config.ts'
import type { Diagnosis } from '../diagnose.ts'
import { baselineRules } from './rules.ts'

export interface WriteBaselineOptions {
  readonly diagnosis: Diagnosis
  /** Why what is new is let pass. */
  readonly reason: string
  /** The day of new entries, `2026-03-02`. */
  readonly today: string
}

export interface WrittenBaseline {
  readonly added: number
  readonly removed: number
  readonly kept: number
}

/** Makes the list of known findings what is found today: entries that still hold keep their reason and their day. */
export async function writeBaseline({ diagnosis, reason, today }: WriteBaselineOptions): Promise<WrittenBaseline> {
  const { project, findings, passed } = diagnosis
  const ofList = new Set(baselineRules.map(({ code }) => code as string))
  const left = [...project.config.known]
  const kept = passed.flatMap(({ code, place, message }): KnownFinding[] => {
    const index = left.findIndex(
      (entry) => entry.code === code && entry.file === place.file && entry.message === message,
    )
    return index === -1 ? [] : left.splice(index, 1)
  })
  const added = findings
    .filter(({ code }) => !ofList.has(code))
    .map(({ code, place, message }): KnownFinding => ({ code, file: place.file, message, reason, since: today }))
  const known = [...kept, ...added].toSorted((one, other) => compare(key(one), key(other)))
  const { ignore, libraries, strict } = project.config
  const config = {
    ...(ignore.length > 0 ? { ignore } : {}),
    ...(Object.keys(libraries).length > 0 ? { libraries } : {}),
    ...(strict.length > 0 ? { strict } : {}),
    known,
  }
  await writeFile(join(project.root, configFile), `${JSON.stringify(config, null, 2)}\n`)
  return { added: added.length, removed: left.length, kept: kept.length }
}

const key = ({ file, code, message }: KnownFinding): string => `${file}\n${code}\n${message}`
const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)
