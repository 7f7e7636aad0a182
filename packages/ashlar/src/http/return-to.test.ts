import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseReturnTo } from './return-to.ts'

describe('where to go after signing in', () => {
  test.each(['/', '/orders', '/orders?page=2&sort=-date', '/orders/ord_1#lines', '/a/../b'])(
    '%s is kept',
    (address) => {
      expect(parseReturnTo(address)).toBe(new URL(address, 'http://x').href.slice('http://x'.length))
    },
  )

  test.each([
    'https://evil.example/',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/.//evil.example',
    '/..//evil.example',
    'javascript:alert(1)',
    'orders',
    '@evil.example',
    '',
    undefined,
  ])('%j is refused', (address) => {
    expect(parseReturnTo(address)).toBeUndefined()
  })

  test('whatever is let through stays on the origin it is opened from', () => {
    const hostile = fc.array(
      fc.constantFrom('/', '\\', '\t', '\n', '\r', '@', ':', '.', 'evil.example', '%2f', '？', '。', '?', '#'),
    )
    const address = fc.oneof(
      hostile.map((parts) => parts.join('')),
      hostile.map((parts) => `/${parts.join('')}`),
      fc.webUrl(),
      fc.string().map((text) => `/${text}`),
      fc.webUrl().map((url) => url.slice(url.indexOf('//'))),
    )
    fc.assert(
      fc.property(address, (value) => {
        const path = parseReturnTo(value)
        if (path === undefined) return
        expect(path.startsWith('/')).toBe(true)
        expect(new URL(path, 'https://shop.example/sign-in').origin).toBe('https://shop.example')
      }),
      { numRuns: 3000 },
    )
  })
})
