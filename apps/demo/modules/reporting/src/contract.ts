/** What others may know of reporting: its pages. It learns of sales by events alone. */
import { definePages, definePermissions, defineRoutes, get, money, page, post } from 'ashlar/contract'
import { z } from 'zod'

export const can = definePermissions('reporting', {
  read: 'See what was sold',
  report: 'Have the daily report made before the night',
})

export const dimensions = ['product', 'customer', 'country'] as const
export type Dimension = (typeof dimensions)[number]

export const SalesQuery = z.object({
  /** What sales are told by. */
  by: z.enum(dimensions).catch('product').default('product'),
})

/** Orders and what their lines come to after discounts, without freight. */
const Sales = z.object({ orders: z.int(), amount: money() })
export type Sales = z.output<typeof Sales>

/** `month` is written as `2026-03`. */
export const MonthSales = Sales.extend({ month: z.string() })
export type MonthSales = z.output<typeof MonthSales>

export const RankedSales = Sales.extend({ key: z.string(), label: z.string() })
export type RankedSales = z.output<typeof RankedSales>

/** What one day came to. */
export const DailyReport = z.object({
  day: z.iso.date(),
  taken: Sales,
  /** Orders that left on that day. */
  shipped: z.int(),
  /** Orders that had not left by the end of the day. */
  open: Sales,
  /** What sold best on that day, by amount; empty when nothing did. */
  bestProduct: z.string(),
  madeAt: z.iso.datetime(),
})
export type DailyReport = z.output<typeof DailyReport>

export const routes = defineRoutes('reporting', {
  sales: get('/', { can: can.read, query: SalesQuery }),
  days: get('/days', { can: can.read }),
  report: post('/days', { can: can.report }),
})

export const pages = definePages('reporting', {
  Sales: page({
    query: SalesQuery,
    /** Of the last twelve months, this one included. */
    total: Sales,
    /** Orders that have not left, whenever they were taken. */
    open: Sales,
    /** The oldest first; a month without sales is among them. */
    months: z.array(MonthSales),
    /** Of the same months, the largest first. */
    ranking: z.array(RankedSales),
  }),
  /** The newest first. */
  Days: page({ reports: z.array(DailyReport) }),
})
