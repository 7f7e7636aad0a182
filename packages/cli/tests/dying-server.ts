/** A server that dies at once, while its worker process still boots. */
import { join } from 'node:path'
import { createWorkerPool } from '../src/serve/worker-pool.ts'

const pool = createWorkerPool({
  count: 1,
  script: join(import.meta.dirname, 'factory-worker.ts'),
  environment: process.env,
  patienceMs: 1_000,
  onEnded: () => undefined,
})
pool.start()
process.stdout.write(`${pool.pids()[0]}\n`, () => process.kill(process.pid, 'SIGKILL'))
