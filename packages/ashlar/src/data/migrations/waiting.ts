/** How long the migrator waits for what others hold. */
import type { Client } from 'pg'
import type { StatementInText } from '../sql/statements.ts'

const tableLockTimeoutMs = 5_000

/** Gives up on a table that others use after some seconds, instead of holding up everybody who waits behind it. */
export async function waitBriefly(client: Client): Promise<void> {
  await client.query(`set lock_timeout = ${tableLockTimeoutMs}`)
}

/** Runs a statement that waits as long as it takes, where nobody waits behind it. */
export async function patiently(client: Client, run: () => Promise<unknown>): Promise<void> {
  await client.query('set lock_timeout = 0')
  try {
    await run()
  } finally {
    await waitBriefly(client).catch(() => undefined)
  }
}

/** An index is made, or dropped, `CONCURRENTLY` while others use its table; one that gave up waiting for them would be left invalid. */
export function holdsUpNobody({ tokens }: StatementInText): boolean {
  return tokens.some(({ kind, quoted, value }) => kind === 'name' && !quoted && value === 'concurrently')
}
