import { expect, test } from 'vitest'
import { createSessionCookie } from './session-cookie.ts'

test('by https the cookie is bound to its host and never sent in the clear', () => {
  const cookie = createSessionCookie({ appUrl: 'https://shop.example', lifetimeSeconds: 60 })

  expect(cookie.name).toBe('__Host-session')
  expect(cookie.issue('t')).toBe('__Host-session=t; Max-Age=60; Path=/; HttpOnly; SameSite=Lax; Secure')
  expect(cookie.clear()).toBe('__Host-session=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax; Secure')
})

test('by http it has another name, so that it never passes for the secure one', () => {
  const cookie = createSessionCookie({ appUrl: 'http://localhost:3000', lifetimeSeconds: 60 })

  expect(cookie.name).toBe('session')
  expect(cookie.issue('t')).toBe('session=t; Max-Age=60; Path=/; HttpOnly; SameSite=Lax')
})
