/** A thread that reads the facts of the files it is sent. Facts travel as JSON, which costs less than a structured clone. */
import { parentPort } from 'node:worker_threads'
import { readFacts, type SourcePath } from './read-facts.ts'

parentPort?.on('message', (batch: readonly SourcePath[]) => {
  parentPort?.postMessage(JSON.stringify(batch.map(readFacts)))
})
