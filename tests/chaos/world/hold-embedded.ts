/**
 * A command that uses the embedded server of a folder: it starts or adopts it, writes one row, says so, and goes on using it
 * until it is killed or its standard input ends.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { startEmbeddedPostgres } from '@ashlar/postgres'
import pg from 'pg'

const [folder = '', ref = ''] = process.argv.slice(2)
const server = await startEmbeddedPostgres({ folder })
await server.ensureDatabase('app')
const client = new pg.Client({ connectionString: server.ownerUrl('app') })
client.on('error', () => undefined)
await client.connect()
await client.query('create table if not exists kept (ref text not null)').catch(() => undefined)
await client.query('insert into kept values ($1)', [ref])
const postmaster = Number(readFileSync(join(folder, 'cluster/data/postmaster.pid'), 'utf8').split('\n')[0])
process.stdout.write(`${JSON.stringify({ ref, status: server.status, postmaster })}\n`)
for await (const _ of process.stdin);
await client.end()
await server.release()
