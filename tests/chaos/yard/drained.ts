/** Waits for what is left to do to be done. */
import { setTimeout as delay } from 'node:timers/promises'
import type { ChaosDatabase } from '../world/database.ts'

const left = `
  select (select count(*)::int from ashlar.event_delivery where state = 'pending')
    + (select count(*)::int from ashlar_jobs.job where state < 'completed') as count`

/** Waits until no event and no job is left. @throws when that takes too long, with what is left. */
export async function drained({ query }: ChaosDatabase, patienceMs: number): Promise<void> {
  const until = performance.now() + patienceMs
  while (true) {
    const [row] = await query<{ count: number }>(left)
    if (row?.count === 0) return
    if (performance.now() > until)
      throw new Error(`${row?.count} events and jobs were not done within ${patienceMs} ms.`)
    await delay(200)
  }
}
