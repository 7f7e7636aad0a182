import { defineModule } from 'ashlar'
import { after, job } from 'ashlar/contract'
import { Booking, booked, routes } from './contract.ts'
import { settings } from './settings.ts'

const definition = defineModule({
  id: 'bank',
  routes,
  settings,
  publishes: [booked],
  listens: { post: after(booked) },
  jobs: { receipt: job({ payload: Booking, timeoutMs: 5000, retry: { delaySeconds: 1, longestDelaySeconds: 2 } }) },
  tables: () => import('./data/tables.ts'),
  start: () => import('./start.ts'),
})

export default definition
