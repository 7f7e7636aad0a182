import type { OrderEvent } from '@demo/orders/contract'
import type { DailyReport, Dimension, MonthSales, RankedSales, Sales } from '../contract.ts'

/**
 * What was sold, made of events alone.
 *
 * Each event tells the whole order, and an older one never overwrites a newer: it makes no difference how often events come,
 * and all of them together make the same rows again.
 */
export interface SalesStore {
  keep(event: OrderEvent): Promise<void>
  sumSince(day: string): Promise<Sales>
  sumOpen(): Promise<Sales>
  /** The months that sold something. */
  listMonths(since: string): Promise<MonthSales[]>
  /** What was taken and what left on one day, what had not left by its end, and what sold best. */
  readDay(day: string): Promise<Omit<DailyReport, 'day' | 'madeAt'>>
  rank(by: Dimension, since: string, limit: number): Promise<RankedSales[]>
}
