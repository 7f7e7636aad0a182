/**
 * Runs the benchmarks and prints ratios measured in one run; `--json <file>` writes them too.
 *
 * Numbers of different runs or machines are not to be compared: only the ratios are.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { compareBoots } from './boots.ts'
import { openServer } from './database-server.ts'
import { formatCost, measureDoctor } from './doctor.ts'
import { measureEvents } from './events.ts'
import { measureFirstVisits } from './first-visit.ts'
import { measureGrowth } from './growth.ts'
import { measureJobs } from './jobs/measure-jobs.ts'
import { compareRequests } from './requests.ts'
import { measureRules } from './rules.ts'
import { measureSettings } from './settings/measure-settings.ts'
import { measureTypes } from './types.ts'
import { measureWall } from './wall.ts'

const budgets: Readonly<Record<string, number>> = { P1: 1.5, P2: 1, P3: 0.8, P3x: 0.8, P4: 1.05 }

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'string', default: '.ashlar/benchmarks.json' } },
})
const wanted = (name: string) => positionals.length === 0 || positionals.includes(name)

const server = await openServer(process.env.DATABASE_URL || undefined)
const report: Record<string, unknown> = {
  node: process.version,
  database: server.name,
  measuredAt: new Date().toISOString(),
}
console.log(`Node ${process.version}, ${server.name}`)
try {
  if (wanted('requests')) {
    const { comparisons, publishRatio, memoryMb } = await compareRequests(await freshDatabase())
    for (const { name, ratioToRaw, ashlarMicroseconds, fastifyMicroseconds, ratio } of comparisons) {
      const budget = budgets[name.split(' ')[0] ?? '']
      const [ours, theirs] = [ashlarMicroseconds, fastifyMicroseconds].map((value) => value.toFixed(0))
      console.log(
        `${name}: ${ratio.toFixed(2)}× of Fastify by hand (${ours} µs against ${theirs}; budget ${budget}×), ${ratioToRaw.toFixed(2)}× of node:http`,
      )
    }
    console.log(`P2 that publishes an event: ${publishRatio.toFixed(2)}× of P2`)
    console.log(
      `Memory under load: ${memoryMb.ashlar} MB, Fastify ${memoryMb.fastify} MB, node:http ${memoryMb.raw} MB`,
    )
    report.requests = { comparisons, publishRatio, memoryMb }
  }
  if (wanted('boot')) {
    const boots = await compareBoots(await freshDatabase())
    for (const { modules, ashlarMs, fastifyMs, ratio, memoryMb } of boots) {
      console.log(
        `P5 boot with ${modules} modules: ${ratio.toFixed(2)}× of Fastify with a plugin per module (${ashlarMs.toFixed(0)} ms against ${fastifyMs.toFixed(0)}), ${memoryMb} MB`,
      )
    }
    report.boot = boots
    const growth = await measureGrowth(await freshDatabase())
    const [small, large] = [growth.smallMicroseconds, growth.largeMicroseconds].map((value) => value.toFixed(0))
    console.log(
      `P7 a request among 500 modules: ${growth.ratio.toFixed(2)}× of one among 10 (${large} µs against ${small}; budget 1.05×)`,
    )
    report.growth = growth
  }
  if (wanted('rules')) {
    const rules = await measureRules(await server.createDatabase())
    console.log(
      `P10 tables with rules: select of 50 rows ${rules.select.toFixed(2)}×, insert ${rules.insert.toFixed(2)}×, update ${rules.update.toFixed(2)}× of the same without (budget 1.25×, 1.5×)`,
    )
    report.rules = rules
  }
  if (wanted('jobs')) {
    const rate = await measureJobs(await freshDatabase())
    for (const { name, perSecond, ratio } of rate.peers) {
      console.log(
        `P9 jobs worked a second: ${ratio.toFixed(2)}× of ${name} (${rate.ashlarPerSecond.toFixed(0)} against ${perSecond.toFixed(0)}${name === 'pg-boss' ? '; budget 0.9×' : ''})`,
      )
    }
    report.jobs = rate
  }
  if (wanted('events')) {
    const events = await measureEvents(await freshDatabase())
    for (const [name, { p50Ms, p99Ms, events: count }] of [
      ['idle', events.idle],
      ['under load', events.underLoad],
    ] as const) {
      console.log(
        `P8 publish to handled, ${name}: p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms (n = ${count}; budget 3 / 10 ms)`,
      )
    }
    console.log(
      `A transaction that publishes: ${events.publishRatio.toFixed(2)}× the processor time of one that does not, ${events.publishTimeRatio.toFixed(2)}× its duration`,
    )
    report.events = events
  }
  if (wanted('settings')) {
    const settings = await measureSettings(await server.createDatabase())
    for (const [name, { n, p50Ms, p99Ms, longestMs }] of [
      ['told', settings.heard],
      ['while their connections for that are cut', settings.deaf],
    ] as const) {
      console.log(
        `P20 a changed setting in three other processes, ${name}: p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms, at the most ${longestMs.toFixed(1)} ms (n = ${n}; budget 1000 ms)`,
      )
    }
    console.log(
      `Reading a setting: ${settings.propertyNanoseconds.toFixed(0)} ns for the whole app, ${settings.tenantMicroseconds.toFixed(2)} µs for a tenant beside a writer; ${settings.wrongReads} of ${settings.tenantReads} gave another tenant's value`,
    )
    report.settings = settings
  }
  if (wanted('wall')) {
    const wall = await measureWall(await freshDatabase())
    console.log(
      `Wall: ${wall.knownNanoseconds.toFixed(0)} ns for a statement sent before, ${wall.firstMicroseconds.toFixed(0)} µs for a new one; a module's function ${wall.functionRatio.toFixed(2)}× of one without a role; schema and role ${wall.roleMs.toFixed(1)} ms`,
    )
    report.wall = wall
  }
  if (wanted('visit')) {
    const visits = await measureFirstVisits(await freshDatabase())
    for (const { path, scriptsKb, pageKb } of visits) {
      console.log(
        `P14 first visit of ${path}: ${scriptsKb.toFixed(1)} kB of scripts, ${pageKb.toFixed(1)} kB of page without rows (budget 150 and 8 kB)`,
      )
    }
    report.visits = visits
  }
  if (wanted('doctor')) {
    const doctor = await measureDoctor()
    for (const { modules, cold, cached, changeMs, rules, peers } of doctor) {
      console.log(
        `P12 doctor on ${modules} modules: cold ${formatCost(cold)}, again ${formatCost(cached)}, one file ${changeMs.toFixed(0)} ms (budget 1 s on 100, 3 s on 500, 150 ms, 400 MB)`,
      )
      console.log(`  its rules on imports alone: ${formatCost(rules)}`)
      for (const { name, cost, wallRatio, cpuRatio } of peers)
        console.log(
          `  ${name}: ${formatCost(cost)}, ${wallRatio.toFixed(1)}× the time and ${cpuRatio.toFixed(1)}× the processor time (budget 10×)`,
        )
    }
    report.doctor = doctor
  }
  if (wanted('types')) {
    const types = await measureTypes()
    for (const { modules, seconds } of types)
      console.log(`P11 tsc of ${modules} modules of 10 routes: ${seconds.toFixed(1)} s`)
    report.types = types
  }
} finally {
  await server[Symbol.asyncDispose]()
}

const file = resolve(values.json)
await mkdir(dirname(file), { recursive: true })
await writeFile(file, `${JSON.stringify(report, null, 2)}\n`)
console.log(`Written to ${join(file)}`)

async function freshDatabase(): Promise<string> {
  return (await server.createDatabase()).ownerUrl
}
