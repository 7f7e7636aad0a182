import { Worker } from 'node:worker_threads'

/** What the doctor says of an app, as it changes. */
export type Verdict =
  /** Findings that are new, with which the app would not be built for production. */
  | { readonly kind: 'unsound'; readonly text: string }
  /** Nothing is left of them. */
  | { readonly kind: 'sound' }
  /** The project cannot be looked at now. */
  | { readonly kind: 'unknown'; readonly text: string }

export interface SoundWatch {
  readonly close: () => Promise<void>
}

/** Watches an app in a thread of its own, so that neither its start nor its requests wait for the doctor. */
export function watchSoundness(appFolder: string, onVerdict: (verdict: Verdict) => void): SoundWatch {
  const worker = new Worker(new URL(`./doctor-worker${import.meta.filename.slice(-3)}`, import.meta.url), {
    workerData: appFolder,
  })
  worker.on('message', onVerdict)
  worker.on('error', ({ message }) => onVerdict({ kind: 'unknown', text: message }))
  return {
    close: async () => {
      await worker.terminate()
    },
  }
}
