import { verifyModules } from '@ashlar/doctor'
import { expect, test } from 'vitest'
import { createFixture } from './fixture.ts'

test('every breach is in one failure, with its place and its remedy', async () => {
  await using fixture = await createFixture('ASH720/wrong')
  const failure = await verifyModules(fixture.folder).catch((error: unknown) => error)
  expect(failure).toMatchObject({ code: 'ASH865' })
  expect(String(failure)).toContain('The doctor found 2 breaches of the conventions:')
  expect(String(failure)).toContain('modules/orders/src/actions/place-order.ts:1:30  ASH720  Module "orders" imports')
  expect(String(failure)).toContain('→ Import from "@shop/catalog/contract" instead')
})

test('a sound project passes, and so do codes that were not asked for', async () => {
  await using base = await createFixture()
  await verifyModules(base.folder)
  await using wrong = await createFixture('ASH720/wrong')
  await verifyModules(wrong.folder, { only: ['ASH727'] })
})
