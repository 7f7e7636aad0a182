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
