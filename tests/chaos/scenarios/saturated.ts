import { setTimeout as delay } from 'node:timers/promises'
import { atLeast, atMost, count, type Figure, never, quantile } from '../figures.ts'
import { defineScenario } from '../scenario.ts'
import { type Answer, createHttpClient, type HttpClient } from '../workload/http-client.ts'

/** How long the database takes for each command, in seconds. */
const slowness = 0.5
/** As many commands as the ten connections of the pool can carry in a second. */
const capacity = 10 / slowness

/** More comes in than the database can do: what can be done is done, the rest is told to come again. */
export const saturated = defineScenario({
  name: 'saturated',
  promise: 'More load than the database can carry degrades the app and does not bring it down',
  sizes: { ci: { seconds: 6 }, release: { seconds: 60 } },
  async run(world, { seconds }) {
    const database = await world.openDatabase({ durable: false })
    const server = await world.startServer({ database })
    await server.ready()
    const http = world.use(createHttpClient(1_000))
    const watch = watchProbes(http, server.url)
    const figures: Figure[] = []
    for (const times of [2, 5]) {
      const answers = await flood(http, server.url, { perSecond: capacity * times, seconds, label: `${times}x` })
      const done = answers.filter(({ answer }) => answer?.status === 200)
      const refused = answers.flatMap(({ answer }) => (answer?.status === 503 ? [answer] : []))
      // What is done after the flood has ended is little: a command waits for no more than a second.
      const goodput = done.length / seconds
      figures.push(
        count(`commands at ${times}×`, answers.length),
        atLeast(`goodput at ${times}×, of peak`, (goodput / capacity) * 100, 80, '%', done.length),
        never(`answers at ${times}× but 200 and a proper 503`, countImproper(answers), answers.length),
        atMost(
          `refused at ${times}× within, p99`,
          quantile(
            refused.map(({ ms }) => ms),
            0.99,
          ),
          1_000,
          'ms',
          refused.length,
        ),
      )
      const calmFrom = performance.now()
      figures.push(
        atMost(`back to normal after ${times}×`, await normalAgain(http, server.url, calmFrom), 3_000, 'ms', 1),
      )
    }
    const { live, withoutDatabase } = await watch.stop()
    return [
      ...figures,
      atMost('health probe, longest', Math.max(...live), 100, 'ms', live.length),
      atMost('a page without a query, longest', Math.max(...withoutDatabase), 100, 'ms', withoutDatabase.length),
    ]
  },
})

interface Sent {
  readonly answer: Answer | undefined
}

/** Sends commands at a fixed rate, whether or not those before were answered. */
async function flood(
  http: HttpClient,
  url: string,
  { perSecond, seconds, label }: { perSecond: number; seconds: number; label: string },
): Promise<readonly Sent[]> {
  const sent: Promise<Sent>[] = []
  const startedAt = performance.now()
  for (let number = 0; number < perSecond * seconds; number += 1) {
    await delay(Math.max(0, startedAt + (number * 1_000) / perSecond - performance.now()))
    // An account of its own for each, so that they wait for connections alone.
    const body = { ref: `${label}-${number}`, account: number, amount: 1, seconds: slowness }
    sent.push(
      http.send(`${url}/bank/slow`, { body }).then(
        (answer) => ({ answer }),
        () => ({ answer: undefined }),
      ),
    )
  }
  return Promise.all(sent)
}

function countImproper(answers: readonly Sent[]): number {
  return answers.filter(
    ({ answer }) =>
      answer?.status !== 200 && !(answer?.status === 503 && Number(answer.headers['retry-after'] ?? 'none') <= 1),
  ).length
}

/** How long until ten queries in a row are answered at once. */
async function normalAgain(http: HttpClient, url: string, since: number): Promise<number> {
  let inARow = 0
  let firstGood = since
  for (let number = 0; inARow < 10; number += 1) {
    const { status, ms } = await http.send(`${url}/bank/echo/again-${number}`)
    const good = status === 200 && ms < 100
    if (good && inARow === 0) firstGood = performance.now()
    inARow = good ? inARow + 1 : 0
  }
  return firstGood - since
}

/** Asks again and again for what needs no database. */
export function watchProbes(http: HttpClient, url: string) {
  const live: number[] = []
  const withoutDatabase: number[] = []
  let stopped = false
  const run = async (path: string, times: number[]) => {
    while (!stopped) {
      times.push((await http.send(`${url}${path}`)).ms)
      await delay(50)
    }
  }
  const all = Promise.all([run('/up', live), run('/bank/ping', withoutDatabase)])
  return {
    async stop() {
      stopped = true
      await all
      return { live, withoutDatabase }
    },
  }
}
