/** Other processes that use the server, as a second terminal would. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

/** What a command has said; see the fixture `use-server.ts`. */
export interface CommandFact {
  readonly step?: string
  readonly status?: string
  readonly ownerUrl?: string
  readonly released?: boolean
  readonly error?: string
}

/** A running command. */
export interface Command {
  /** The next thing it says that has the given key. */
  hear<Key extends keyof CommandFact>(key: Key): Promise<NonNullable<CommandFact[Key]>>
  /** Lets it give the server back and end. */
  release(): Promise<void>
  /** Ends it as a crash would. */
  kill(): Promise<void>
}

/** What {@link runCommand} may be told besides the server's options. */
export interface RunCommandOptions {
  /** The script, if not the fixture in the source tree. */
  readonly script?: string
  readonly uid?: number
  readonly gid?: number
  readonly env?: NodeJS.ProcessEnv
}

/** Starts a command that uses the server on a folder; it is killed when the test is over. */
export function runCommand(server: { folder: string; durable?: boolean }, options: RunCommandOptions = {}): Command {
  const {
    script = fileURLToPath(new URL('./fixtures/use-server.ts', import.meta.url)),
    env = process.env,
    ...user
  } = options
  const child = spawn(process.execPath, [script, JSON.stringify(server)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env,
    cwd: '/',
    ...user,
  })
  const ended = once(child, 'exit')
  onTestFinished(() => kill(child, ended))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const hear: Command['hear'] = async (key) => {
    for (;;) {
      const { value, done } = await lines.next()
      if (done) throw new Error(`The command ended without saying "${key}".`)
      const fact = JSON.parse(value) as CommandFact
      if (fact.error !== undefined && key !== 'error') throw new Error(fact.error)
      const said = fact[key]
      if (said !== undefined) return said as NonNullable<CommandFact[typeof key]>
    }
  }
  return {
    hear,
    async release() {
      child.stdin.write('release\n')
      await hear('released')
      await ended
    },
    kill: () => kill(child, ended),
  }
}

async function kill(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  child.kill('SIGKILL')
  await ended
}
