/** How long the migrator waits for what others hold. */
import type { Client } from 'pg'

const tableLockTimeoutMs = 5_000

/** Gives up on a table that others use after some seconds, instead of holding up everybody who waits behind it. */
export async function waitBriefly(client: Client): Promise<void> {
  await client.query(`set lock_timeout = ${tableLockTimeoutMs}`)
}

/** Waits as long as it takes, where nobody waits behind it. */
export async function waitPatiently(client: Client): Promise<void> {
  await client.query('set lock_timeout = 0')
}
