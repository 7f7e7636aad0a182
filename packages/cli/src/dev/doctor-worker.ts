/** A thread that watches the app of a folder for what a production build would refuse. */
import { parentPort, workerData } from 'node:worker_threads'
import { formatFindings, watchProject } from '@ashlar/doctor'
import { describeError } from '../terminal/print.ts'
import type { Verdict } from './sound-watch.ts'

const say = (verdict: Verdict): void => parentPort?.postMessage(verdict)

const { diagnosis } = await watchProject({
  folder: String(workerData),
  atBoot: true,
  onChange: ({ appeared, diagnosis: { findings } }) => {
    if (appeared.length > 0) say({ kind: 'unsound', text: formatFindings(appeared).join('\n\n') })
    else if (findings.length === 0) say({ kind: 'sound' })
  },
  onError: (error) => say({ kind: 'unknown', text: describeError(error) }),
})
if (diagnosis.findings.length > 0) say({ kind: 'unsound', text: formatFindings(diagnosis.findings).join('\n\n') })
