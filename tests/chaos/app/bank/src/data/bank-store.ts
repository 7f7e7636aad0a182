import type { ModuleDatabase } from 'ashlar/data'
import { sql } from 'ashlar/drizzle'
import { account, entry, posting, receipt, step, upload } from './tables.ts'

/** One command, as it is written. */
export interface Booked {
  readonly ref: string
  readonly account: number
  readonly amount: number
}

/** The tables of the bank. */
export function createBankStore(db: ModuleDatabase) {
  return {
    addEntry: async ({ ref, account, amount }: Booked) => {
      await db.insert(entry).values({ ref, account, amount })
    },
    addToBalance: async (booked: Booked) => {
      await db
        .insert(account)
        .values({ id: booked.account, balance: booked.amount, entries: 1 })
        .onConflictDoUpdate({
          target: account.id,
          set: { balance: sql`${account.balance} + ${booked.amount}`, entries: sql`${account.entries} + 1` },
        })
    },
    addPosting: async ({ ref, account, amount }: Booked) => {
      await db.insert(posting).values({ ref, account, amount })
    },
    addReceipt: async ({ ref, account, amount }: Booked) => {
      await db.insert(receipt).values({ ref, account, amount })
    },
    addUpload: async (ref: string, digest: string, content: Buffer) => {
      await db.insert(upload).values({ ref, digest, content })
    },
    addStep: async (ref: string, number: number) => {
      await db.insert(step).values({ ref, number })
    },
    /** The id of the session that the transaction runs in. */
    findSession: async () => {
      const { rows } = await db.execute(sql`select pg_backend_pid() as pid`)
      return Number(rows[0]?.pid)
    },
    /** Ends a session and waits until it is gone. */
    endSession: async (pid: number) => {
      await db.execute(sql`select pg_terminate_backend(${pid}, 5000)`)
    },
    sleep: async (seconds: number) => {
      await db.execute(sql`select pg_sleep(${seconds})`)
    },
    repeat: async (word: string) => {
      const { rows } = await db.execute(sql`select ${word}::text as word`)
      return String(rows[0]?.word)
    },
  }
}
