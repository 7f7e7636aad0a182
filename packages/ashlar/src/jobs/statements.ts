import { preparedTextsOf } from '../data/runtime.ts'

/** Names the framework's statements about jobs. */
export const prepareText = preparedTextsOf('job')

/**
 * Need not wait for the disk: what a crash of the server loses of this transaction is made up for.
 */
export const relaxCommit = prepareText(
  'relax_commit',
  'select',
  `select pg_catalog.set_config('synchronous_commit', 'off', true)`,
)
