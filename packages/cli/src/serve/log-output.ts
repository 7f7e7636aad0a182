/** Where the lines of a server's log go: into few writes, and never at the price of the server. */
import { writeSync } from 'node:fs'

export interface LogOutput {
  write(line: string): void
  /** Writes what waits, as far as that can be done now. @returns whether nothing waits any more. */
  flushSync(): boolean
  /** Writes what waits; what cannot be written within a second is given up. */
  end(): void
}

/** How much is gathered before it is written, in bytes: a write for each line costs as much as a small request. */
const gatheredBytes = 8192
/** How much may wait to be written, in bytes. What comes on top is lost. */
const waitingBytes = 1 << 20
const pauseMs = 50
const pausesAtEnd = 20

/**
 * Gathers lines for a file descriptor.
 *
 * A write that fails, because the disk is full or whoever reads is slow, is tried again with the lines that come; nobody waits
 * for it and it raises nothing. Lines are lost whole, and `onLost` is told how many once there is room again.
 */
export function createLogOutput(descriptor: number, onLost: (lines: number) => void): LogOutput {
  let gathered = ''
  let begun: Uint8Array = new Uint8Array()
  let lost = 0

  function flushSync(): boolean {
    try {
      while (begun.length > 0 || gathered !== '') {
        if (begun.length === 0) {
          begun = Buffer.from(gathered)
          gathered = ''
        }
        begun = begun.subarray(writeSync(descriptor, begun))
      }
    } catch (error) {
      // Whoever has read is gone, and nobody else ever reads what waits.
      if ((error as NodeJS.ErrnoException).code !== 'EPIPE') return false
      begun = new Uint8Array()
      gathered = ''
      return true
    }
    const lines = lost
    lost = 0
    if (lines > 0) onLost(lines)
    return true
  }

  return {
    write(line) {
      if (begun.length + gathered.length + line.length > waitingBytes) {
        lost += 1
        return
      }
      gathered += line
      if (gathered.length >= gatheredBytes) flushSync()
    },
    flushSync,
    end() {
      const never = new Int32Array(new SharedArrayBuffer(4))
      for (let pauses = 0; !flushSync() && pauses < pausesAtEnd; pauses += 1) Atomics.wait(never, 0, 0, pauseMs)
    },
  }
}
