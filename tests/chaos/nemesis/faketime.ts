/** The library that shows a program another time of day than the machine has: https://github.com/wolfcw/libfaketime */
import { existsSync, globSync } from 'node:fs'

/** Where distributions put it; `LIBFAKETIME` names it where it lies elsewhere. */
const places = [
  '/usr/lib/*/faketime/libfaketime.so.1',
  '/usr/lib{,64}/faketime/libfaketime.so.1',
  '/usr/local/lib/faketime/libfaketime.so.1',
]

/** The library's file, or `undefined` where there is none. */
export function findFaketime(): string | undefined {
  const named = process.env.LIBFAKETIME
  return named === undefined ? globSync(places)[0] : existsSync(named) ? named : undefined
}

/** Why no program can be shown another time here, or `undefined`. */
export function faketimeObstacle(): string | undefined {
  if (process.platform !== 'linux') return 'the clock of a program is stepped on Linux alone'
  if (findFaketime() === undefined) return 'libfaketime is not installed (Debian: apt-get install libfaketime)'
  return undefined
}

/** Variables under which a program sees the time that `file` says, each time that it asks; what measures durations is left alone. */
export function faketimeVariables(file: string): Readonly<Record<string, string>> {
  return {
    LD_PRELOAD: findFaketime() ?? '',
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    NO_FAKE_STAT: '1',
  }
}
