/** The routes of reporting: from the request to a query, and to a page. */
import type { RouteHandlers } from 'ashlar'
import type { Enqueue, JobDeclaration } from 'ashlar/contract'
import { redirect } from 'ashlar/http'
import { render } from 'ashlar/inertia'
import type { z } from 'zod'
import type { ReportDaysNeeds } from './actions/report-days.ts'
import { pages, routes } from './contract.ts'
import { dayAt } from './domain/days.ts'
import { fillMonths, firstMonth } from './domain/months.ts'

const monthsShown = 12
const ranksShown = 10
const daysShown = 31

export interface ReportingRouteNeeds extends ReportDaysNeeds {
  readonly enqueue: Enqueue<{ readonly reportDays: JobDeclaration<z.ZodUndefined> }>
}

/** Handles every route of the contract. */
export function createReportingRoutes({ sales, reports, enqueue }: ReportingRouteNeeds): RouteHandlers<typeof routes> {
  return {
    days: () => render(pages.Days, { reports: () => reports.list(daysShown) }),
    async report({ tenant }) {
      // Each tenant's own: one that waits for another's does not stand for it.
      await enqueue('reportDays', undefined, { key: tenant?.id ?? 'desk' })
      return redirect(routes.days(), { flash: { kind: 'success', message: 'reporting:flash.report' } })
    },
    async sales({ query }) {
      const since = firstMonth(dayAt(new Date()), monthsShown)
      return render(pages.Sales, {
        query,
        total: () => sales.sumSince(since),
        open: () => sales.sumOpen(),
        months: async () => fillMonths(since, monthsShown, await sales.listMonths(since)),
        ranking: () => sales.rank(query.by, since, ranksShown),
      })
    },
  }
}
