import { styleText } from 'node:util'
import type { BootOptions } from 'ashlar/runtime'
import { pino } from 'pino'

interface LogLine {
  readonly level: number
  readonly msg?: string
  readonly module?: string
  readonly method?: string
  readonly path?: string
  readonly status?: number
  readonly ms?: number
  readonly err?: { readonly stack?: string; readonly message?: string }
}

const errorLevel = 50
const warnLevel = 40

/** A log for the eyes of a developer: a request is a line of its own, an error has its whole stack. */
export function createDevLog(level: string): BootOptions['log'] {
  return pino(
    { level, base: null },
    { write: (text: string) => process.stdout.write(formatLine(JSON.parse(text) as LogLine)) },
  )
}

function formatLine({ level, msg, module, method, path, status, ms, err }: LogLine): string {
  if (method !== undefined && status !== undefined && err === undefined) {
    const tone = status >= 500 ? 'red' : status >= 400 ? 'yellow' : 'dim'
    return styleText(tone, `  ${method} ${path} ${status} ${ms} ms`).concat('\n')
  }
  const said = [module, msg, err?.stack ?? err?.message].filter((part) => part !== undefined && part !== '').join('  ')
  if (said === '') return ''
  const tone = level >= errorLevel ? 'red' : level >= warnLevel ? 'yellow' : 'reset'
  return styleText(tone, `  ${said}`).concat('\n')
}
