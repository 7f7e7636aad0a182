/** What a worker process and the one that keeps it running tell each other. */

/** From a worker: that its event loop turns. */
export interface FromWorker {
  readonly kind: 'alive'
}

/** To a worker: that it is to finish what it runs and end. */
export interface ToWorker {
  readonly kind: 'stop'
}
