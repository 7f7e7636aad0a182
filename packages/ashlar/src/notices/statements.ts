import { preparedTextsOf } from '../data/runtime.ts'

/** Names the framework's statements about notices. */
export const prepareText = preparedTextsOf('notice')

/** Written within the transaction of whoever gives notice. */
export const insertNotice = prepareText(
  'give',
  'insert',
  'insert into ashlar.notice (id, topic, body) values ($1::uuid, $2, $3::json)',
)

/**
 * What was kept since an earlier look, and where the next is to begin.
 *
 * Transactions commit in another order than they write, so a look begins with the oldest that was still running when the
 * one before it was made.
 */
export const lookForNotices = prepareText(
  'look',
  'select',
  `select pg_catalog.pg_snapshot_xmin(pg_catalog.pg_current_snapshot())::text as horizon,
     coalesce((
       select pg_catalog.json_agg(pg_catalog.json_build_object('id', id, 'topic', topic, 'body', body) order by noticed_at)
       from ashlar.notice where transaction_id >= $1::text::xid8
     ), '[]') as notices`,
)

export const removeNotices = prepareText(
  'remove',
  'delete',
  `delete from ashlar.notice where noticed_at < now() - interval '3 hours'`,
)

export const notifyOthers = prepareText('notify', 'select', 'select pg_catalog.pg_notify($1, $2)')
