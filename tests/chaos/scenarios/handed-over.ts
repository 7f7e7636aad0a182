import { request } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { checkEffects, compareBookings, describeFindings } from '../checker/check-bookings.ts'
import { always, atMost, count, never } from '../figures.ts'
import { signal } from '../nemesis/processes.ts'
import { openToxicProxy } from '../nemesis/toxic-proxy.ts'
import { defineScenario } from '../scenario.ts'
import { startWorkload } from '../workload/commands.ts'
import { createHttpClient } from '../workload/http-client.ts'

/** Another process takes over behind a balancer, again and again, while clients are at it; nobody is to notice. */
export const handedOver = defineScenario({
  name: 'handed-over',
  promise: 'A new version takes over without a failed request',
  sizes: { ci: { times: 8, clients: 24 }, release: { times: 50, clients: 50 } },
  async run(world, { times, clients }) {
    const database = await world.openDatabase({ durable: false })
    const ledger = world.openLedger()
    let server = await world.startServer({ database })
    await server.ready()
    // A balancer of connections: those that come go to the process that serves now.
    const balancer = world.use(await openToxicProxy({ port: server.port, host: '127.0.0.1' }, world.random))
    const url = `http://127.0.0.1:${balancer.port}`

    let stopped = false
    const goesOn = () => !stopped
    const workload = startWorkload({ url: () => url, ledger, random: world.random.fork('workload'), clients, goesOn })
    const pages = startPages(url, goesOn)
    const long = startLongOnes(url, goesOn)
    const ends: (number | NodeJS.Signals)[] = []
    const endMs: number[] = []
    for (let time = 1; time <= times; time += 1) {
      await delay(world.random.between(300, 1_200))
      const next = await world.startServer({ database })
      await next.ready()
      balancer.pointTo({ port: next.port, host: '127.0.0.1' })
      const since = performance.now()
      ends.push(await server.stop())
      endMs.push(performance.now() - since)
      server = next
      world.say(`${time} times, ${workload.attempts.length} commands`)
    }
    stopped = true
    await Promise.all([workload.done, pages.done, long.done])

    const failed = workload.attempts.filter(({ outcome }) => outcome !== 'acknowledged').length
    const known = [...ledger.read(), ...long.commands]
    return [
      count('times handed over', times),
      never('commands that failed', failed, workload.attempts.length),
      never('readings that failed', pages.failed(), pages.sent()),
      never('slow uploads and requests of 3 s that failed', long.failed(), long.sent()),
      ...describeFindings(known, await compareBookings(known, database)),
      ...(await checkEffects('receipt', database)),
      always('processes that ended with 0', ends.filter((end) => end === 0).length, times),
      atMost('time to end, longest', Math.max(...endMs), 30_000, 'ms', times),
      ...(await secondSignalEnds(server)),
    ]
  },
})

/** A process that waits for a long request is told twice, and ends at once. */
async function secondSignalEnds(server: {
  readonly pid: number
  readonly url: string
  readonly ended: Promise<unknown>
}) {
  const http = createHttpClient(1)
  const slow = http
    .send(`${server.url}/bank/slow`, { body: { ref: 'twice', account: 1, amount: 1, seconds: 20 } })
    .catch(() => undefined)
  await delay(300)
  signal(server.pid, 'SIGTERM')
  await delay(500)
  const since = performance.now()
  signal(server.pid, 'SIGTERM')
  await server.ended
  const endedMs = performance.now() - since
  await slow
  await http[Symbol.asyncDispose]()
  return [atMost('ends at the second signal within', endedMs, 1_000, 'ms', 1)]
}

/** Clients that read, flat out. */
function startPages(url: string, goesOn: () => boolean) {
  const clients = 8
  const http = createHttpClient(clients)
  let sent = 0
  let failed = 0
  const run = async () => {
    while (goesOn()) {
      sent += 1
      const went = await http.send(`${url}/bank/ping`).then(
        ({ status }) => status === 200,
        () => false,
      )
      if (!went) failed += 1
    }
  }
  const all = Promise.all(Array.from({ length: clients }, run))
  return { sent: () => sent, failed: () => failed, done: all.then(() => http[Symbol.asyncDispose]()) }
}

/** Clients whose bodies come slowly, and clients whose commands take three seconds. */
function startLongOnes(url: string, goesOn: () => boolean) {
  const uploads = 5
  const waits = 3
  const commands: { ref: string; account: number; amount: number; outcome: 'acknowledged' | 'unknown' }[] = []
  let sent = 0
  let failed = 0
  const run = async (send: (body: string) => Promise<number>, seconds: number) => {
    while (goesOn()) {
      sent += 1
      const command = { ref: `long-${sent}`, account: 1_000 + sent, amount: 1 }
      const status = await send(JSON.stringify({ ...command, seconds })).catch(() => 0)
      commands.push({ ...command, outcome: status === 200 ? 'acknowledged' : 'unknown' })
      if (status !== 200) failed += 1
    }
  }
  const all = Promise.all([
    ...Array.from({ length: uploads }, () => run((body) => post(`${url}/bank/slow`, body, 2_000), 0)),
    ...Array.from({ length: waits }, () => run((body) => post(`${url}/bank/slow`, body, 0), 3)),
  ])
  return { commands, sent: () => sent, failed: () => failed, done: all }
}

/** Sends a body in pieces over some time, on a connection of its own. */
function post(url: string, body: string, overMs: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      method: 'POST',
      agent: false,
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
    })
    sent.on('error', reject)
    sent.on('response', (response) => {
      response.resume()
      response.on('error', reject)
      response.on('end', () => resolve(response.statusCode ?? 0))
    })
    const trickle = async () => {
      for (const character of body) {
        sent.write(character)
        if (overMs > 0) await delay(overMs / body.length)
      }
      sent.end()
    }
    trickle().catch(reject)
  })
}
