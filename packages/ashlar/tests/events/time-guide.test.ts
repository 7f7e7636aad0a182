import type { DeliveredHandler } from '@ashlar/testing'
import type { AppConfig } from 'ashlar'
import { expect, test } from 'vitest'
import { openGuide } from '../guide.ts'

test('what the guide of time shows runs as it says', async () => {
  await using guide = await openGuide('time')

  const { delivered } = await guide.load<{ delivered: readonly DeliveredHandler[] }>('app/close-days.ts')
  expect(delivered.filter(({ handler }) => handler === 'ledger.closeDay')).toHaveLength(3)
  const { closed } = await guide.load<{ closed: readonly string[] }>('ledger/src/start.ts')
  expect(
    closed.filter((each) => /^\d{4}-\d\d-\d\d from .*T00:00:00.000Z to .*T00:00:00.000Z in UTC$/.test(each)),
  ).toHaveLength(3)
  const { default: config } = await guide.load<{ default: AppConfig }>('app/app.config.ts')
  expect(config.timeZone).toBe('Europe/Berlin')
})
