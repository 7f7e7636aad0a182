import { invalidOption } from '../errors.ts'

/**
 * Reads one line from standard input; the line end is not part of it.
 *
 * @throws ASH504 when there is none.
 */
export async function readLine(option: string, expected: string): Promise<string> {
  let text = ''
  for await (const chunk of process.stdin.setEncoding('utf8')) text += chunk
  const line = text.replace(/\r?\n$/, '')
  if (line === '') throw invalidOption(option, '', expected)
  return line
}
