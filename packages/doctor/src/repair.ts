/** Carries out the edits that findings propose. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Diagnosis } from './diagnose.ts'
import type { Edit, Finding } from './finding.ts'

export interface Repair {
  /** The findings whose edits were made. */
  readonly repaired: readonly Finding[]
  /** The files that were written, from the root of the project. */
  readonly files: readonly string[]
}

/**
 * Makes the edits of all findings that have any. Where two would change the same text, the first one wins, and the
 * other comes up again when the project is looked at anew.
 */
export async function repair({ project, findings }: Diagnosis): Promise<Repair> {
  const taken = new Map<string, Edit[]>()
  const repaired = findings.filter(({ fix = [] }) => {
    const isFree = fix.every((edit) => !taken.get(edit.file)?.some((other) => overlaps(edit, other)))
    if (fix.length === 0 || !isFree) return false
    for (const edit of fix) taken.set(edit.file, [...(taken.get(edit.file) ?? []), edit])
    return true
  })
  for (const [file, edits] of taken) await rewrite(join(project.root, file), edits)
  return { repaired, files: [...taken.keys()].toSorted() }
}

const overlaps = (one: Edit, other: Edit): boolean =>
  (one.start < other.end && other.start < one.end) || (one.start === other.start && one.end === other.end)

/** From the end to the beginning, so that no edit moves the place of another. */
async function rewrite(path: string, edits: readonly Edit[]): Promise<void> {
  const text = await readFile(path, 'utf8')
  const changed = edits
    .toSorted((one, other) => other.start - one.start)
    .reduce((current, { start, end, text }) => current.slice(0, start) + text + current.slice(end), text)
  await writeFile(path, changed)
}
