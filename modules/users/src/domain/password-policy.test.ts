import { describe, expect, test } from 'vitest'
import { findPasswordProblem, isPasswordTooLong } from './password-policy.ts'

const context = { common: new Set(['password1', 'qwertyuiop']), personal: ['Anna Miller', 'anna.miller@shop.example'] }

describe('a new password', () => {
  test.each(['correct horse battery', 'пароль-гостя', '        ', 'x7$kQ2!v', '🦀🦀🦀🦀🦀🦀🦀🦀'])(
    '%j is accepted',
    (password) => {
      expect(findPasswordProblem(password, context)).toBeUndefined()
    },
  )

  test('is counted in characters, not in bytes or code units', () => {
    expect(findPasswordProblem('🦀🦀🦀🦀🦀🦀🦀', context)).toBe('too-short')
    expect(findPasswordProblem('x7$kQ2!', context)).toBe('too-short')
  })

  test('may have 1024 bytes, and is refused beyond that', () => {
    expect(findPasswordProblem('kQ'.repeat(512), context)).toBeUndefined()
    expect(findPasswordProblem(`${'kQ'.repeat(512)}x`, context)).toBe('too-long')
    expect(isPasswordTooLong('é'.repeat(512))).toBe(false)
    expect(isPasswordTooLong('é'.repeat(513))).toBe(true)
  })

  test('must not be one that everybody tries, in whatever case or width', () => {
    expect(findPasswordProblem('PassWord1', context)).toBe('common')
    expect(findPasswordProblem('ｐａｓｓｗｏｒｄ１', context)).toBe('common')
  })

  test('must be more than the user’s own name and address', () => {
    expect(findPasswordProblem('annamiller', context)).toBe('personal')
    expect(findPasswordProblem('Anna.Miller123', context)).toBe('personal')
    expect(findPasswordProblem('anna.miller@shop.example', context)).toBe('personal')
    expect(findPasswordProblem('anna plays the piano', context)).toBeUndefined()
  })

  test('must be text: half a character could stand for many', () => {
    expect(findPasswordProblem(`abcdefgh${'\ud800'}`, context)).toBe('unreadable')
  })
})
