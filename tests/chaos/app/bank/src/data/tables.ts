import { moduleSchema } from 'ashlar/data'
import { bigint, bytea, integer, text } from 'ashlar/drizzle/pg-core'

const schema = moduleSchema('bank')

/** `ref` is unique nowhere: an effect that happens twice is to leave two rows. */
const effect = {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  ref: text('ref').notNull(),
  account: integer('account').notNull(),
  amount: integer('amount').notNull(),
}

/** What a command wrote by itself. */
export const entry = schema.table('entry', effect)

/** What the handler of the command's event wrote. */
export const posting = schema.table('posting', effect)

/** What the command's job wrote. */
export const receipt = schema.table('receipt', effect)

/** Sums that each command changes in the same transaction: they tell of halves. */
export const account = schema.table('account', {
  id: integer('id').primaryKey(),
  balance: bigint('balance', { mode: 'number' }).notNull(),
  entries: integer('entries').notNull(),
})

/** The statements of one transaction, a row each. */
export const step = schema.table('step', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  ref: text('ref').notNull(),
  number: integer('number').notNull(),
})

/** Files that came with commands, and what the client says that their bytes come to. */
export const upload = schema.table('upload', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  ref: text('ref').notNull(),
  digest: text('digest').notNull(),
  content: bytea('content').notNull(),
})
