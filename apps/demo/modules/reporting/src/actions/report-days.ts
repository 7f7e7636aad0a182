import type { TenantProvider } from 'ashlar/contract'
import { withTenant } from 'ashlar/data'
import { daysDue } from '../domain/days.ts'
import type { ReportStore } from '../domain/report-store.ts'
import type { SalesStore } from '../domain/sales-store.ts'

export interface ReportDaysNeeds {
  readonly sales: SalesStore
  readonly reports: ReportStore
}

/** How far back missing reports are made. */
const mostDays = 31

/** Makes the report of every day that is over and has none. What is there stays as it was made. */
export async function reportDays({ sales, reports }: ReportDaysNeeds, now: Date): Promise<void> {
  for (const day of daysDue(now, await reports.findLastDay(), mostDays)) {
    await reports.insert({ day, ...(await sales.readDay(day)) })
  }
}

/** The same for each tenant in turn: a schedule is nobody's. What is suspended is made up for once it is not. */
export async function reportDaysOfAll(
  { tenants, ...needs }: ReportDaysNeeds & { readonly tenants: TenantProvider | undefined },
  now: Date,
): Promise<void> {
  if (tenants === undefined) return reportDays(needs, now)
  for (const { id, suspended } of await tenants.list()) {
    if (!suspended) await withTenant(id, () => reportDays(needs, now))
  }
}
