import { createReplicas, type Database, type ReplicaOptions, type Replicas } from '../data/runtime.ts'
import type { BootOptions } from './boot-options.ts'

/** The copies of the database that the environment names, if it names some. */
export function openReplicas(
  { environment, log }: BootOptions,
  primary: Database,
  limits: Omit<ReplicaOptions, 'urls' | 'primary' | 'onChange'>,
): Replicas | undefined {
  const urls = (environment.DATABASE_REPLICA_URL ?? '').split(/\s+/).filter((url) => url !== '')
  if (urls.length === 0) return undefined
  return createReplicas({
    ...limits,
    urls,
    primary,
    onBackgroundError: (err) => log.warn({ err }),
    onChange: (address, err) =>
      err === undefined
        ? log.info(`The replica at ${address} serves again.`)
        : log.warn({ err }, `The replica at ${address} does not serve; the primary does.`),
  })
}
