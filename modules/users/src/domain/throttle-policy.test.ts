import { expect, test } from 'vitest'
import { signInBuckets } from './throttle-policy.ts'

test('a stranger cannot fill a bucket that the owner’s own network counts under', () => {
  const strangers = signInBuckets({ email: 'ann@shop.example', network: '198.51.100.9', networkKnown: false })
  const owner = signInBuckets({ email: 'ann@shop.example', network: '203.0.113.7', networkKnown: true })

  const keys = new Set(strangers.map(({ key }) => key))
  expect(owner.filter(({ key }) => keys.has(key))).toEqual([])
})

test('tries from many networks count together for one account', () => {
  const first = signInBuckets({ email: 'ann@shop.example', network: '198.51.100.9', networkKnown: false })
  const second = signInBuckets({ email: 'ann@shop.example', network: '198.51.100.10', networkKnown: false })

  const keys = new Set(first.map(({ key }) => key))
  expect(second.filter(({ key }) => keys.has(key))).toHaveLength(1)
})
