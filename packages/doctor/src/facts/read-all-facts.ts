/** Reads the facts of many files, on as many threads as are worth their start. */
import { availableParallelism } from 'node:os'
import { setImmediate } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { Facts } from './collect-facts.ts'
import { readFacts, type SourcePath } from './read-facts.ts'

/** A thread reads about this many small files in the time it takes to start. */
const filesWorthAThread = 1_500
const batchSize = 150

/** The facts of each file, by its path from the root. */
export async function readAllFacts(files: readonly SourcePath[]): Promise<Map<string, Facts>> {
  const queue = createQueue(files)
  const threads = Math.min(availableParallelism() - 1, Math.floor(files.length / filesWorthAThread))
  const found = await Promise.all([
    readHere(queue),
    ...Array.from({ length: Math.max(threads, 0) }, () => readOnThread(queue)),
  ])
  return new Map(found.flat())
}

type Entry = readonly [path: string, facts: Facts]
type Queue = () => readonly SourcePath[]

/** Hands out the files in batches; an empty one is the end. */
function createQueue(files: readonly SourcePath[]): Queue {
  let next = 0
  return () => {
    const batch = files.slice(next, next + batchSize)
    next += batchSize
    return batch
  }
}

async function readHere(takeBatch: Queue): Promise<Entry[]> {
  const found: Entry[] = []
  for (let batch = takeBatch(); batch.length > 0; batch = takeBatch()) {
    for (const file of batch) found.push([file.path, readFacts(file)])
    // The other threads wait for this one to hand them their next batch.
    await setImmediate()
  }
  return found
}

async function readOnThread(takeBatch: Queue): Promise<Entry[]> {
  const worker = new Worker(new URL(`./facts-worker${ownEnding}`, import.meta.url))
  try {
    const found: Entry[] = []
    for (let batch = takeBatch(); batch.length > 0; batch = takeBatch()) {
      const facts = await ask(worker, batch)
      batch.forEach(({ path }, index) => {
        const each = facts[index]
        if (each) found.push([path, each])
      })
    }
    return found
  } finally {
    await worker.terminate()
  }
}

/** `.ts` in the workspace, `.js` in a published package. */
const ownEnding = import.meta.url.endsWith('.ts') ? '.ts' : '.js'

function ask(worker: Worker, batch: readonly SourcePath[]): Promise<readonly Facts[]> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject)
    worker.once('message', (json: string) => {
      worker.off('error', reject)
      resolve(JSON.parse(json))
    })
    worker.postMessage(batch)
  })
}
