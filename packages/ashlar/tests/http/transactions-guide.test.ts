import type { AppConfig } from 'ashlar'
import type { AnyRoute } from 'ashlar/contract'
import { expect, test } from 'vitest'
import { openGuide } from '../guide.ts'

test('what the guide of transactions shows runs as it says', async () => {
  await using guide = await openGuide('transactions')

  const { answer, balance, made } = await guide.load<{ answer: string; balance: number; made: number }>(
    'app/transfer.ts',
  )
  expect(made).toBeGreaterThan(0)
  expect([answer, balance]).toEqual(['as the system', made * 100])
  const { routes } = await guide.load<{ routes: { sales: AnyRoute } }>('reports/src/contract.ts')
  expect(routes.sales.options.replica).toBe(true)
  const { default: config } = await guide.load<{ default: AppConfig }>('app/app.config.ts')
  expect(config.database?.poolSize).toBe(20)
})
