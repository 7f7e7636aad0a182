/** Jobs that no process should run, and that one runs all the same. */
import { setTimeout as delay } from 'node:timers/promises'

export const poisonKinds = ['throws', 'rejects late', 'exits', 'loops', 'allocates', 'rejects unheard'] as const
export type Poison = (typeof poisonKinds)[number]

/** Longer than a process may be silent. */
const loopMs = Number(process.env.YARD_LOOP_MS ?? 12_000)

export async function poison(kind: Poison): Promise<void> {
  switch (kind) {
    case 'throws':
      throw new Error('This job throws.')
    case 'rejects late':
      await delay(500)
      throw new Error('This job rejects late.')
    case 'exits':
      process.exit(3)
      break
    case 'loops': {
      const since = performance.now()
      while (performance.now() - since < loopMs);
      throw new Error('This job has looped.')
    }
    case 'allocates':
      allocate()
      throw new Error('This job has allocated a gigabyte.')
    case 'rejects unheard':
      void Promise.reject(new Error('Nobody hears of this.'))
      await delay(1_000)
  }
}

/** A gigabyte that is in use, in pieces that the garbage collector has to look after. */
function allocate(): void {
  const pieces: number[][] = []
  for (let bytes = 0; bytes < 2 ** 30; bytes += 8 * 16_384) pieces.push(new Array(16_384).fill(bytes + 0.5))
  if (pieces.length === 0) throw new Error('Nothing was allocated.')
}
