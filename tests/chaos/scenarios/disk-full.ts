import { copyFileSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { checkEffects, compareBookings, describeFindings } from '../checker/check-bookings.ts'
import { always, atMost, count, never, quantile } from '../figures.ts'
import { mountSmallDisk, smallDiskObstacle } from '../nemesis/small-disk.ts'
import { defineScenario } from '../scenario.ts'
import { type Attempt, startWorkload } from '../workload/commands.ts'
import { createHttpClient } from '../workload/http-client.ts'
import { checkUploads, uploadOf } from '../workload/uploads.ts'
import { openDatabase } from '../world/database.ts'
import { describeAnswers } from './database-killed.ts'
import { watchProbes } from './saturated.ts'

/** How long a round waits for writing to go on. */
const patienceMs = 60_000

/**
 * The disk fills up while clients write and upload, and has room again a little later. All that is written lies on it: the
 * database, the folder for what is temporary, and the log, which has a line for each request.
 */
export const diskFull = defineScenario({
  name: 'disk-full',
  promise: 'A full disk loses nothing, is told as 503, and writing goes on by itself when there is room again',
  sizes: { ci: { rounds: 4 }, release: { rounds: 20 } },
  cannotRun: smallDiskObstacle,
  async run(world, { rounds }) {
    const disk = world.use(mountSmallDisk(join(world.folder, 'disk'), 500))
    const temporary = join(disk.folder, 'temporary')
    mkdirSync(temporary)
    const logFile = join(disk.folder, 'server.log')
    // The disk is gone with the scenario; its log is not.
    world.use({ [Symbol.asyncDispose]: async () => copyFileSync(logFile, join(world.folder, 'server.log')) })
    const database = world.use(await openDatabase(disk.folder))
    const ledger = world.openLedger()
    const server = await world.startServer({ database, logFile, env: { LOG_LEVEL: 'info', TMPDIR: temporary } })
    await server.ready()
    let stopped = false
    const shared = { url: () => server.url, ledger, goesOn: () => !stopped }
    const workload = startWorkload({ ...shared, random: world.random.fork('workload'), clients: 8 })
    const uploads = startWorkload({
      ...shared,
      random: world.random.fork('uploads'),
      clients: 2,
      // A disk this small takes no more of them.
      pauseMs: 150,
      path: '/bank/uploads',
      bodyOf: uploadOf,
    })
    const http = world.use(createHttpClient(2))
    const probes = watchProbes(http, server.url)
    const recoveries: number[] = []
    let logStuck = 0
    let logWentOn = 0
    for (let round = 1; round <= rounds; round += 1) {
      await delay(world.random.between(500, 1_500))
      const giveUpAt = performance.now() + 3_000
      const failedBefore = countFailed(workload.attempts)
      const uploadsFailedBefore = countFailed(uploads.attempts)
      // What the database gives back is taken too, until something of each kind fails.
      while (
        (countFailed(workload.attempts) === failedBefore || countFailed(uploads.attempts) === uploadsFailedBefore) &&
        performance.now() < giveUpAt
      ) {
        disk.fill()
        await delay(20)
      }
      await delay(world.random.between(500, 1_500))
      const answeredBefore = workload.attempts.length
      const logged = statSync(logFile).size
      await delay(500)
      if (statSync(logFile).size === logged && workload.attempts.length > answeredBefore) logStuck += 1
      disk.free()
      const since = performance.now()
      const isWell = () =>
        goWellSince(workload.attempts, since, 20) &&
        goWellSince(uploads.attempts, since, 3) &&
        statSync(logFile).size > logged
      while (!isWell() && performance.now() - since < patienceMs) await delay(50)
      if (statSync(logFile).size > logged) logWentOn += 1
      recoveries.push(performance.now() - since)
      world.say(`${round} times full, well again after ${Math.round(recoveries.at(-1) ?? 0)} ms`)
    }
    stopped = true
    await Promise.all([workload.done, uploads.done])
    const { withoutDatabase } = await probes.stop()

    const entries = ledger.read()
    const effects = [...(await checkEffects('posting', database)), ...(await checkEffects('receipt', database))]
    const end = await server.stop()
    const lines = readFileSync(logFile, 'utf8').trimEnd().split('\n')
    return [
      count('times full', rounds),
      ...describeFindings(entries, await compareBookings(entries, database)),
      ...effects,
      ...(await checkUploads(uploads.attempts, database)),
      never('temporary files left', readdirSync(temporary).length, uploads.attempts.length),
      ...describeAnswers([...workload.attempts, ...uploads.attempts]),
      atMost('a page without a query, longest', Math.max(...withoutDatabase), 1_000, 'ms', withoutDatabase.length),
      count('times that the log could not be written', logStuck),
      always('times that the log went on', logWentOn, rounds),
      never('lines of the log that are not whole', lines.filter((line) => !isWhole(line)).length, lines.length),
      always('servers that ended in good order', end === 0 ? 1 : 0, 1),
      atMost('well again after there is room, longest', quantile(recoveries, 1), 10_000, 'ms', rounds),
    ]
  },
})

function countFailed(attempts: readonly Attempt[]): number {
  return attempts.filter(({ outcome }) => outcome !== 'acknowledged').length
}

function goWellSince(attempts: readonly Attempt[], since: number, inARow: number): boolean {
  const last = attempts.filter(({ endedAt }) => endedAt > since).slice(-inARow)
  return last.length === inARow && last.every(({ outcome }) => outcome === 'acknowledged')
}

function isWhole(line: string): boolean {
  try {
    JSON.parse(line)
    return true
  } catch {
    return false
  }
}
