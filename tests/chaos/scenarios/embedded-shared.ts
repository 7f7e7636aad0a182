import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { startEmbeddedPostgres } from '@ashlar/postgres'
import pg from 'pg'
import { always, count, never } from '../figures.ts'
import { findByCommand, isAlive, signal } from '../nemesis/processes.ts'
import { defineScenario } from '../scenario.ts'
import type { World } from '../world/world.ts'

/** How long a server may take to stop or to be adopted before a scenario gives up. */
const patienceMs = 60_000

/** Many commands start at once on one folder, are killed at once, and start again. */
export const embeddedShared = defineScenario({
  name: 'embedded-shared',
  promise: 'Any number of commands share one embedded server, and one that lost its users is adopted or stops',
  sizes: { ci: { rounds: 3, starts: 20, orphans: 4 }, release: { rounds: 10, starts: 200, orphans: 50 } },
  async run(world, { rounds, starts, orphans }) {
    const folder = join(world.folder, 'embedded')
    const acknowledged: string[] = []
    let manyServers = 0
    let failed = 0
    for (let round = 0; round < rounds; round += 1) {
      const commands = Array.from({ length: starts }, (_, number) => startCommand(world, folder, `${round}-${number}`))
      const heard = await Promise.all(commands.map(({ said }) => said))
      const servers = new Set(heard.flatMap((each) => (each ? [each.postmaster] : [])))
      if (servers.size !== 1) manyServers += 1
      failed += heard.filter((each) => each === undefined).length
      acknowledged.push(...heard.flatMap((each) => (each ? [each.ref] : [])))
      // All at once, or all but some that end in good order.
      for (const { child } of commands) {
        if (world.random.next() < 0.7) child.kill('SIGKILL')
        else child.stdin?.end()
      }
      if (world.random.next() < 0.5) await Promise.all(commands.map(({ ended }) => ended))
      world.say(`${(round + 1) * starts} starts`)
    }

    let adopted = 0
    let stopped = 0
    for (let number = 0; number < orphans; number += 1) {
      const command = startCommand(world, folder, `orphan-${number}`)
      const before = await command.said
      if (before) acknowledged.push(before.ref)
      const lock = `"lock":"${join(folder, 'start.lock')}"`
      // The one that would stop the server, and the one that would bring up another such, cannot do so any more.
      for (const pid of [...findByCommand('keeper.', lock), command.child.pid ?? 0]) signal(pid, 'SIGKILL')
      await command.ended
      const next = startCommand(world, folder, `next-${number}`)
      const after = await next.said
      if (after) acknowledged.push(after.ref)
      if (after && (after.postmaster === before?.postmaster || !isAlive(before?.postmaster ?? 0))) adopted += 1
      next.child.stdin?.end()
      await next.ended
      if (await stops(folder)) stopped += 1
    }

    const kept = await readKept(folder)
    return [
      count('starts', rounds * starts),
      never('rounds with more than one server', manyServers, rounds),
      never('starts that failed', failed, rounds * starts),
      never('acknowledged and lost', acknowledged.filter((ref) => !kept.has(ref)).length, acknowledged.length),
      always('orphans that were adopted, or replaced when they had ended', adopted, orphans),
      always('orphans that stopped with their last user', stopped, orphans),
    ]
  },
})

interface Said {
  readonly ref: string
  readonly status: string
  readonly postmaster: number
}

interface Command {
  readonly child: ChildProcess
  /** What it said, or `undefined` when it ended without a word. */
  readonly said: Promise<Said | undefined>
  readonly ended: Promise<unknown>
}

function startCommand(world: World, folder: string, ref: string): Command {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../world/hold-embedded.ts'), folder, ref], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdin?.on('error', () => undefined)
  const ended = once(child, 'close')
  world.use({
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await ended
    },
  })
  let heard = ''
  const said = new Promise<Said | undefined>((resolve) => {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      heard += text
      if (heard.endsWith('\n')) resolve(JSON.parse(heard) as Said)
    })
    void ended.then(() => resolve(undefined))
  })
  return { child, said, ended }
}

async function stops(folder: string): Promise<boolean> {
  const giveUpAt = performance.now() + patienceMs
  while (existsSync(join(folder, 'cluster/data/postmaster.pid'))) {
    if (performance.now() > giveUpAt) return false
    await delay(20)
  }
  return true
}

async function readKept(folder: string): Promise<ReadonlySet<string>> {
  const server = await startEmbeddedPostgres({ folder })
  const client = new pg.Client({ connectionString: server.ownerUrl('app') })
  await client.connect()
  const { rows } = await client.query<{ ref: string }>('select ref from kept')
  await client.end()
  await server.release()
  return new Set(rows.map(({ ref }) => ref))
}
