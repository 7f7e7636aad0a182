import { preparedTextsOf } from '../data/runtime.ts'

/** Names the framework's statements about settings. */
const prepareText = preparedTextsOf('setting')

const columns = `id, kind, module, name, level, owner, is_set as "isSet", value, sealed, revision::float8 as revision,
  changed_at as "changedAt", changed_by as "changedBy"`

/** One row where the table is there. */
export const findTable = prepareText(
  'table',
  'select',
  `select 1 where pg_catalog.to_regclass('ashlar.setting') is not null`,
)

/** Everything that holds for the whole app. */
export const listSystemValues = prepareText(
  'system',
  'select',
  `select ${columns} from ashlar.setting where level = 'system'`,
)

/** Everything of one tenant, or of one user. */
export const listValuesOf = prepareText(
  'owner',
  'select',
  `select ${columns} from ashlar.setting where level = $1 and owner = $2`,
)

/** What every source that is kept says of one thing. */
export const listValuesFor = prepareText(
  'one',
  'select',
  `select ${columns} from ashlar.setting where id = any($1::text[])`,
)

/** What is unset stays as a row, so that the revisions of one value only ever rise. */
export const writeValue = prepareText(
  'write',
  'insert',
  `insert into ashlar.setting (id, kind, module, name, level, owner, is_set, value, sealed, changed_by)
   values ($1, $2, $3, $4, $5, $6, $7::boolean, $8::json, $9,
     nullif(pg_catalog.current_setting('ashlar.actor', true), ''))
   on conflict (id) do update set is_set = excluded.is_set, value = excluded.value, sealed = excluded.sealed,
     revision = pg_catalog.nextval('ashlar.setting_revision'), changed_at = pg_catalog.clock_timestamp(),
     changed_by = excluded.changed_by
   returning ${columns}`,
)
