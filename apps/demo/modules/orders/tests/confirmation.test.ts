/** What customers are written about their orders. */
import type { TestApp, TestClient } from '@ashlar/testing'
import { type Message, type MessageSummary, routes as mailRoutes } from '@demo/mail/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { routes } from '../src/contract.ts'
import { type Desk, openOffice } from './desk.ts'

let app: TestApp
let clerk: TestClient
let desk: Desk

beforeAll(async () => {
  ;({ app, clerk, desk } = await openOffice('@demo/mail'))
})
afterAll(() => app?.close())

async function listMail(): Promise<readonly MessageSummary[]> {
  const { messages } = (await clerk.visit(mailRoutes.list())).page().props as never as {
    messages: { items: MessageSummary[] }
  }
  return messages.items
}

test('a customer with an address is written what was ordered and what it comes to', async () => {
  const productId = await desk.addProduct(801, 1_250)
  const customerId = await desk.addCustomer('WRITE', { email: 'write@example.test', contactName: 'Ida Berg' })
  await desk.takeOrder(customerId, [{ productId, quantity: 4, discount: 10 }], { freight: 990 })
  const [message] = await listMail()
  expect(message).toMatchObject({ to: 'write@example.test', subject: 'Your order 1001', sentAt: null })
  const shown = await clerk.visit(mailRoutes.show({ id: message?.id ?? 'msg_' }))
  const { text } = shown.page().props.message as Message
  expect(text).toContain('Dear Ida Berg,')
  expect(text).toContain('order 1001 of 2 March 2026')
  expect(text).toContain('4 × Product 801 (801): €45.00')
  expect(text).toContain('Total: €54.90')
  expect(text).not.toContain('{{')
})

test('an order that is refused, and a customer without an address, lead to no mail', async () => {
  const before = (await listMail()).length
  const productId = await desk.addProduct(802, 1_000)
  const limited = await desk.addCustomer('NOMAIL', { email: 'no@example.test', creditLimit: 500 })
  const body = { customerId: limited, orderedOn: '2026-03-02', lines: [{ productId, quantity: 1 }] }
  expect((await clerk.call('POST', routes.store(), body)).status).toBe(422)
  await desk.takeOrder(await desk.addCustomer('SILENT'), [{ productId, quantity: 1 }])
  expect(await listMail()).toHaveLength(before)
})
