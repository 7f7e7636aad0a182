/** The history of a row, as a page shows it. */
import { z } from 'zod'

const value = z.union([z.string(), z.number(), z.boolean(), z.null()])

const rowHistorySchema = z.array(
  z.object({
    id: z.string(),
    at: z.iso.datetime(),
    /** `restore` brings a row back that was marked as deleted; `purge` removed it for good. */
    kind: z.enum(['insert', 'update', 'delete', 'restore', 'purge']),
    /** The name of whoever it was, or `null` when nobody was known. */
    who: z.string().nullable(),
    /** The name of whoever acted in that one's name, if somebody did. */
    through: z.string().nullable(),
    fields: z.array(
      z.object({
        /** Its key in the table. */
        field: z.string(),
        /** `null` where there was nothing, and of a secret; what has parts is told as JSON. */
        before: value,
        after: value,
        /** Whether its values are kept nowhere. */
        secret: z.boolean(),
      }),
    ),
  }),
)

/** The schema of a row's history as `tellHistory()` tells it, the newest change first: for the props of a page. */
export function rowHistory() {
  return rowHistorySchema
}

/** The history of a row, as `rowHistory()` describes it. */
export type RowHistory = z.output<typeof rowHistorySchema>
