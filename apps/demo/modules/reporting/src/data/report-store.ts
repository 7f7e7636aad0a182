import type { ModuleDatabase } from 'ashlar/data'
import { desc } from 'ashlar/drizzle'
import type { ReportStore } from '../domain/report-store.ts'
import { dailyReport } from './tables.ts'

/** The daily reports, in their table. */
export function createReportStore(db: ModuleDatabase): ReportStore {
  return {
    async list(limit) {
      const rows = await db.select().from(dailyReport).orderBy(desc(dailyReport.day)).limit(limit)
      return rows.map(({ day, orders, amount, shipped, openOrders, openAmount, bestProduct, madeAt }) => ({
        ...{ day, shipped, bestProduct },
        taken: { orders, amount },
        open: { orders: openOrders, amount: openAmount },
        madeAt: madeAt.toISOString(),
      }))
    },
    async findLastDay() {
      const [row] = await db.select({ day: dailyReport.day }).from(dailyReport).orderBy(desc(dailyReport.day)).limit(1)
      return row?.day
    },
    async insert({ day, taken, shipped, open, bestProduct }) {
      await db
        .insert(dailyReport)
        .values({
          ...{ day, shipped, bestProduct },
          ...taken,
          openOrders: open.orders,
          openAmount: open.amount,
        })
        .onConflictDoNothing()
    },
  }
}
