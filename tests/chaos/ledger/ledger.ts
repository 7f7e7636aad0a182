import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * What a client knows of a command: that it was sent; then that it was done (`acknowledged`), that it was not (`refused`), or
 * nothing (`unknown`), because no answer came or the answer said that nobody can tell.
 */
export type Outcome = 'sent' | 'acknowledged' | 'refused' | 'unknown'

/** A command as the client sent it. */
export interface Command {
  readonly ref: string
  readonly account: number
  readonly amount: number
}

export interface LedgerEntry extends Command {
  /** The last that is known. */
  readonly outcome: Outcome
}

/** What the clients know, kept by a process of its own. */
export interface Ledger extends AsyncDisposable {
  /** Notes an outcome; returns when it is on the disk. */
  note(outcome: Outcome, command: Command): Promise<void>
  /** Everything so far: one entry for each command. */
  read(): readonly LedgerEntry[]
}

export function openLedger(folder: string): Ledger {
  const path = join(folder, 'ledger.txt')
  const keeper = spawn(process.execPath, [join(import.meta.dirname, 'ledger-process.ts'), path], {
    stdio: ['pipe', 'pipe', 'inherit'],
    // A Ctrl-C in the terminal ends the run, and the ledger after it.
    detached: true,
  })
  const ended = once(keeper, 'close')
  const waiting: { readonly line: number; readonly resolve: () => void }[] = []
  let written = 0
  let heard = ''
  keeper.stdout.setEncoding('utf8').on('data', (text: string) => {
    heard += text
    const kept = Number(heard.slice(0, heard.lastIndexOf('\n')).split('\n').at(-1))
    heard = heard.slice(heard.lastIndexOf('\n') + 1)
    while (waiting[0] && waiting[0].line <= kept) waiting.shift()?.resolve()
  })
  return {
    note(outcome, { ref, account, amount }) {
      written += 1
      const line = written
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      waiting.push({ line, resolve })
      keeper.stdin.write(`${outcome} ${ref} ${account} ${amount}\n`, (error) => error && reject(error))
      return promise
    },
    read: () => readLedger(path),
    async [Symbol.asyncDispose]() {
      keeper.stdin.end()
      await ended
    },
  }
}

function readLedger(path: string): readonly LedgerEntry[] {
  const entries = new Map<string, LedgerEntry>()
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    const [outcome, ref = '', account, amount] = line.split(' ')
    if (outcome)
      entries.set(ref, { outcome: outcome as Outcome, ref, account: Number(account), amount: Number(amount) })
  }
  return [...entries.values()]
}
