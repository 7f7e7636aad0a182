/** Commands that bring a file along, whose content follows from the command. */
import { createHash } from 'node:crypto'
import { type Figure, never } from '../figures.ts'
import type { Command } from '../ledger/ledger.ts'
import type { ChaosDatabase } from '../world/database.ts'
import type { Attempt } from './commands.ts'

/** Some pages of the database each. */
const fileBytes = 1 << 16

/** Bytes that cannot be told from chance, so that nothing makes them smaller. */
function contentOf(ref: string): Buffer<ArrayBuffer> {
  return Buffer.from(createHash('shake256', { outputLength: fileBytes }).update(ref).digest())
}

const digestOf = (content: Buffer): string => createHash('sha256').update(content).digest('hex')

/** A command as a form with a file. */
export function uploadOf({ ref, account, amount }: Command): FormData {
  const content = contentOf(ref)
  const form = new FormData()
  for (const [name, value] of Object.entries({ ref, account, amount, digest: digestOf(content) })) {
    form.set(name, String(value))
  }
  form.set('file', new File([content], `${ref}.bin`))
  return form
}

/** Compares what the clients know of their uploads with the files that are kept. */
export async function checkUploads(
  attempts: readonly Attempt[],
  { query }: Pick<ChaosDatabase, 'query'>,
): Promise<readonly Figure[]> {
  const kept = await query<{ ref: string; digest: string; found: string }>(
    `select ref, digest, encode(sha256(content), 'hex') as found from bank.upload`,
  )
  const times = Map.groupBy(kept, ({ ref }) => ref)
  const timesOf = (outcome: Attempt['outcome']) =>
    attempts.filter((attempt) => attempt.outcome === outcome).map(({ ref }) => times.get(ref)?.length ?? 0)
  const acknowledged = timesOf('acknowledged')
  const refused = timesOf('refused')
  const broken = kept.filter(({ ref, digest, found }) => digest !== found || found !== digestOf(contentOf(ref)))
  return [
    never(
      'files of acknowledged uploads not there once',
      acknowledged.filter((n) => n !== 1).length,
      acknowledged.length,
    ),
    never('files of refused uploads', refused.filter((n) => n > 0).length, refused.length),
    never('files kept by half, or with other bytes', broken.length, kept.length),
  ]
}
