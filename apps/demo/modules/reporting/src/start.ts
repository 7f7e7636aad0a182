import { readOrderEvent } from '@demo/orders/contract'
import { behaviour } from 'ashlar'
import { reportDays, reportDaysOfAll } from './actions/report-days.ts'
import { createReportStore } from './data/report-store.ts'
import { createSalesStore } from './data/sales-store.ts'
import type definition from './module.ts'
import { createReportingRoutes } from './routes.ts'

export default behaviour<typeof definition>(({ db, enqueue, tenants }) => {
  const sales = createSalesStore(db)
  const reports = createReportStore(db)
  return {
    routes: createReportingRoutes({ sales, reports, enqueue }),
    jobs: {
      reportDays: (_payload, { scheduledFor }) =>
        scheduledFor === undefined
          ? reportDays({ sales, reports }, new Date())
          : reportDaysOfAll({ sales, reports, tenants }, scheduledFor),
    },
    listens: {
      keepSales: async (envelope) => {
        const event = readOrderEvent(envelope)
        if (event) await sales.keep(event)
      },
    },
  }
})
