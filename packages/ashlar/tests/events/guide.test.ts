import { type DeliveredHandler, type TestApp, testApp } from '@ashlar/testing'
import type { AppConfig } from 'ashlar'
import type { EventDeclaration } from 'ashlar/contract'
import { expect, test } from 'vitest'
import { openGuide } from '../guide.ts'

interface Shown {
  readonly app: TestApp
  readonly delivered: readonly DeliveredHandler[]
  readonly published: readonly unknown[]
}

test.each([
  ['the first version', 'first', 1],
  ['the second version', 'last', 2],
] as const)('what the guide shows runs as it says, with %s of its event', async (_which, take, version) => {
  await using guide = await openGuide('events', { take })

  const { app, delivered, published } = await guide.load<Shown>('app/pay.ts')
  try {
    expect(delivered.map(({ handler }) => handler)).toEqual(['reporting.count', 'reporting.note'])
    expect(published).toEqual([
      expect.objectContaining({ name: 'billing.invoice-paid', version, payload: { id: '7', cents: 1999 }, key: '7' }),
    ])
  } finally {
    await app.close()
  }
})

test('payloads of the version before become those of today, and the other way round', async () => {
  await using guide = await openGuide('events', { take: 'last' })
  const { invoicePaid } = await guide.load<{ invoicePaid: EventDeclaration }>('billing/src/contract.ts')

  expect(invoicePaid.versions[1]?.up({ id: '7', euros: 19.99 })).toEqual({ id: '7', cents: 1999 })
  expect(invoicePaid.versions[1]?.down({ id: '7', cents: 1999 })).toEqual({ id: '7', euros: 19.99 })
})

test('an app that hands events to a broker says which module is missing for it', async () => {
  await using guide = await openGuide('events')
  const { default: config } = await guide.load<{ default: AppConfig }>('app/app.config.ts')

  await expect(testApp({ folder: guide.app, modules: ['@acme/billing'], config })).rejects.toThrow('ASH499')
})
