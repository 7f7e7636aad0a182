/** A primary and a replica of its own that streams from it, made with the programs of a PostgreSQL that is installed. */
import { execFile } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'
import { chown, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Where the programs are; the embedded PostgreSQL has no `pg_basebackup`. */
const programs = globSync('/usr/lib/postgresql/*/bin').find((folder) => existsSync(join(folder, 'pg_basebackup')))

/** Why no replica can be made here, or `undefined` when one can. */
export const whyNoReplica =
  programs === undefined ? 'No PostgreSQL with pg_basebackup is installed below /usr/lib/postgresql.' : undefined

export interface Cluster extends AsyncDisposable {
  readonly primaryUrl: string
  readonly replicaUrl: string
  readonly stopReplica: () => Promise<void>
  readonly startReplica: () => Promise<void>
}

/** Servers do not run as root, whose tests run them as somebody who may. */
async function findServerUser(): Promise<{ readonly uid: number; readonly gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const { stdout } = await run('id', ['-u', 'postgres'])
  const group = await run('id', ['-g', 'postgres'])
  return { uid: Number(stdout), gid: Number(group.stdout) }
}

async function findPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

export async function startCluster(): Promise<Cluster> {
  const user = await findServerUser()
  const folder = await mkdtemp(join(tmpdir(), 'ashlar-replica-'))
  if (user) await chown(folder, user.uid, user.gid)
  const [primary, replica] = [join(folder, 'primary'), join(folder, 'replica')]
  const [primaryPort, replicaPort] = [await findPort(), await findPort()]
  const call = (program: string, ...args: string[]) =>
    run(join(programs ?? '', program), args, { cwd: folder, ...user, env: { PATH: process.env.PATH, LC_ALL: 'C' } })
  const start = (data: string, port: number) =>
    call(
      'pg_ctl',
      'start',
      '-w',
      '-D',
      data,
      '-l',
      `${data}.log`,
      '-o',
      `-p ${port} -h 127.0.0.1 -k ${folder} -c fsync=off`,
    )
  const stop = (data: string) => call('pg_ctl', 'stop', '-w', '-m', 'fast', '-D', data)

  await call('initdb', '-D', primary, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '-N')
  await start(primary, primaryPort)
  await call(
    'pg_basebackup',
    '-h',
    '127.0.0.1',
    '-p',
    String(primaryPort),
    '-U',
    'postgres',
    '-D',
    replica,
    '-R',
    '-X',
    'stream',
    '-c',
    'fast',
  )
  await start(replica, replicaPort)
  return {
    primaryUrl: `postgres://postgres@127.0.0.1:${primaryPort}/postgres`,
    replicaUrl: `postgres://postgres@127.0.0.1:${replicaPort}/postgres`,
    stopReplica: async () => void (await stop(replica)),
    startReplica: async () => void (await start(replica, replicaPort)),
    async [Symbol.asyncDispose]() {
      await stop(replica).catch(() => undefined)
      await stop(primary).catch(() => undefined)
      await rm(folder, { recursive: true, force: true })
    },
  }
}
