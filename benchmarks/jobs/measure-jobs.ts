/** Jobs worked a second, beside pg-boss by hand (P9) and graphile-worker. */
import { median } from '../measure.ts'
import { startAshlar } from './ashlar.ts'
import type { Contestant } from './contestant.ts'
import { startGraphile } from './graphile-worker.ts'
import { startBoss } from './pg-boss.ts'

const rounds = 7

export interface JobRate {
  readonly ashlarPerSecond: number
  readonly peers: readonly PeerRate[]
}

export interface PeerRate {
  readonly name: Contestant['name']
  readonly perSecond: number
  /** Of Ashlar to this peer: the median of the rounds' ratios. */
  readonly ratio: number
}

/** Rounds change who comes first, and the first warms everybody up. */
export async function measureJobs(url: string): Promise<JobRate> {
  const contestants = [await startAshlar(url), await startBoss(url), await startGraphile(url)]
  try {
    const measured: Record<string, number>[] = []
    for (let round = 0; round < rounds; round += 1) {
      const first = round % contestants.length
      const rates: Record<string, number> = {}
      for (const { name, workRound } of [...contestants.slice(first), ...contestants.slice(0, first)]) {
        rates[name] = await workRound()
      }
      if (round > 0) measured.push(rates)
    }
    const rateOf = (rates: Record<string, number>, name: string) => rates[name] ?? Number.NaN
    return {
      ashlarPerSecond: median(measured.map((rates) => rateOf(rates, 'ashlar'))),
      peers: contestants.slice(1).map(({ name }) => ({
        name,
        perSecond: median(measured.map((rates) => rateOf(rates, name))),
        ratio: median(measured.map((rates) => rateOf(rates, 'ashlar') / rateOf(rates, name))),
      })),
    }
  } finally {
    for (const { close } of contestants) await close()
  }
}
