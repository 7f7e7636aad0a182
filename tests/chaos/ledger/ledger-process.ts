/**
 * The ledger: a process that nothing here ever kills. Each line it is given is on the disk before it says so.
 *
 * Lines come on standard input; for each batch it answers how many lines it has kept in all.
 */
import { fsyncSync, openSync, writeSync } from 'node:fs'

const file = openSync(process.argv[2] ?? '', 'a')
let kept = 0
let unfinished = ''

process.stdin.setEncoding('utf8')
process.stdin.on('data', (text: string) => {
  const lines = (unfinished + text).split('\n')
  unfinished = lines.pop() ?? ''
  if (lines.length === 0) return
  writeSync(file, `${lines.join('\n')}\n`)
  fsyncSync(file)
  kept += lines.length
  process.stdout.write(`${kept}\n`)
})
