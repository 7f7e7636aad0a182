/** Reads the facts of many files, on as many threads as are worth their start. */
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Facts } from './collect-facts.ts'
import { readFacts, type SourcePath } from './read-facts.ts'

/** Two threads read about this many small files in the time that one needs with what it takes to start them. */
const filesWorthThreads = 3_000
const batchSize = 150
/** Each takes some fifty megabytes, and the thread that puts the facts together keeps no more than these busy. */
const mostThreads = 3
/** A tree is garbage as soon as its facts are read, so more room for young objects costs memory and saves little time. */
const youngMegabytes = 8

/** The facts of each file, by its path from the root. */
export async function readAllFacts(files: readonly SourcePath[]): Promise<Map<string, Facts>> {
  if (files.length < filesWorthThreads) return new Map(files.map((file) => [file.path, readFacts(file)]))
  const queue = createQueue(files)
  const found = new Map<string, Facts>()
  // This thread only puts together what the others read: its own trees would stay in memory beside the facts.
  const threads = Math.min(availableParallelism(), mostThreads)
  await Promise.all(Array.from({ length: threads }, () => readOnThread(queue, found)))
  return found
}

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

async function readOnThread(takeBatch: Queue, found: Map<string, Facts>): Promise<void> {
  const worker = new Worker(new URL(`./facts-worker${ownEnding}`, import.meta.url), {
    resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes },
  })
  try {
    for (let batch = takeBatch(); batch.length > 0; batch = takeBatch()) {
      const facts = await ask(worker, batch)
      batch.forEach(({ path }, index) => {
        const each = facts[index]
        if (each) found.set(path, each)
      })
    }
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
