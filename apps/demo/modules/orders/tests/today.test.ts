/** The day that it is at the desk. */
import { testApp } from '@ashlar/testing'
import { expect, test } from 'vitest'
import { routes } from '../src/contract.ts'
import { openDesk } from './desk.ts'

/** What a desk takes for today, and whether it holds an order that was wanted on another day for late. */
async function lookAround(timeZone: string, requiredOn?: string): Promise<{ today: string; late: number }> {
  const app = await testApp({
    modules: ['@demo/catalog', '@demo/customers', '@demo/orders'],
    tenants: ['acme'],
    config: { timeZone },
  })
  try {
    const clerk = app.as('all')
    const desk = openDesk(clerk)
    const form = (await clerk.visit(routes.create())).page().props as unknown as { readonly today: string }
    const productId = await desk.addProduct(901, 100)
    await desk.takeOrder(await desk.addCustomer('TODAY'), [{ productId, quantity: 1 }], {
      requiredOn: requiredOn ?? form.today,
    })
    const { total } = (await clerk.call('GET', routes.api({ query: { status: 'late' } }))).json<{ total: number }>()
    return { today: form.today, late: total }
  } finally {
    await app.close()
  }
}

test('today is the day of the app, wherever its database stands', async () => {
  // No hour of the day is the same day in both: their clocks are 26 hours apart.
  const west = await lookAround('Etc/GMT+12')
  const east = await lookAround('Pacific/Kiritimati', west.today)
  expect(west.late).toBe(0)
  expect(east.today > west.today).toBe(true)
  expect(east.late).toBe(1)
})
