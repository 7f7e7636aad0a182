import { expect, test } from 'vitest'
import { AshlarError } from '../../src/contract/index.ts'
import { bootRefused, needNotOffered, packageNotInstalled } from '../../src/module/errors.ts'
import { describeProblems, formatProblems, listProblems } from '../../src/module/problems.ts'

const problems = [needNotOffered('orders', 'catalog', 'catalog'), packageNotInstalled('@shop/mail', '/srv/shop')]

test('a refused boot shows all its problems, numbered, with code, place and remedy', () => {
  expect(bootRefused(problems).message).toBe(
    `The app cannot start: 2 problems were found.
  1. ASH110  Module "orders" needs the service "catalog" (as "catalog"), but no module that is on offers it. Install one that does, switch it on in app.config.ts, or make the need optional().
  2. ASH101  The dependency "@shop/mail" of /srv/shop/package.json is not installed. Run npm install there.
Nothing was started and nothing was changed. [ASH128]`,
  )
})

test('a sentence of several lines stays below its number', () => {
  expect(formatProblems([new AshlarError('ASH999', 500, 'One.\nTwo.')])).toBe('  1. ASH999  One.\n     Two.')
})

test('programs read problems as code, message and details', () => {
  const described = describeProblems(problems)

  expect(described[0]).toEqual({
    code: 'ASH110',
    message: problems[0]?.sentence,
    details: { module: 'orders', name: 'catalog', service: 'catalog' },
  })
  expect(bootRefused(problems).details).toEqual({ problems: described })
})

test('the problems of an error are found again, whatever the error is', () => {
  const [problem] = problems
  expect(listProblems(bootRefused(problems))).toEqual(problems)
  expect(listProblems(problem)).toEqual([problem])
  expect(listProblems(new TypeError('a defect'))).toEqual([])
})
