import { parseArgs } from 'node:util'
import { type Part, parseRoles, rolesExpected } from 'ashlar/runtime'
import { invalidOption } from '../errors.ts'

/** Parses the value of `--port`. @throws ASH504 when it is no port. */
export function parsePort(value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  const port = Number(value)
  if (!Number.isInteger(port) || port < 0 || port > 65_535 || value.trim() === '') {
    throw invalidOption('port', value, 'a number from 0 to 65535')
  }
  return port
}

/** Parses the value of an option that takes a whole number. @throws ASH504 when it is none, or out of range. */
export function parseNumber(
  option: string,
  value: string | undefined,
  least: number,
  most: number,
): number | undefined {
  if (value === undefined) return undefined
  const number = Number(value)
  if (!/^\d+$/.test(value) || number < least || number > most) {
    throw invalidOption(option, value, `a whole number from ${least} to ${most}`)
  }
  return number
}

/**
 * Parses `--role`, which may be given several times and hold several roles each time.
 *
 * @throws ASH504 when one of them is none.
 */
export function parseRoleOptions(rawArgs: readonly string[]): readonly Part[] | undefined {
  const { values } = parseArgs({
    args: [...rawArgs],
    options: { role: { type: 'string', multiple: true } },
    strict: false,
    allowPositionals: true,
  })
  if (values.role === undefined) return undefined
  const text = [values.role].flat().join(',')
  const roles = parseRoles(text)
  if (roles === undefined) throw invalidOption('role', text, rolesExpected)
  return roles
}

/** The words of a list that is separated by commas. */
export function parseList(list: string): readonly string[] {
  return list
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
}

/** Parses the value of `--limit`. @throws ASH504 when it is no such number. */
export function parseLimit(limit = '50'): number {
  if (!/^[1-9]\d{0,4}$/.test(limit)) throw invalidOption('limit', limit, 'a number from 1 to 99999')
  return Number(limit)
}

/** Parses a time. @throws ASH504 when it is none. */
export function parseTime(option: string, text: string | undefined): Date | undefined {
  if (text === undefined) return undefined
  const time = new Date(text)
  if (Number.isNaN(time.getTime())) throw invalidOption(option, text, 'a time such as 2026-03-02T08:00Z')
  return time
}
