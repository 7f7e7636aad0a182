/** A disk of a few megabytes that can be filled: a tmpfs with a limit. */
import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

export interface SmallDisk extends AsyncDisposable {
  readonly folder: string
  /** Takes all that is free. */
  fill(): void
  /** Gives back what was taken. */
  free(): void
}

/** Why there can be no such disk here, or `undefined`. */
export function smallDiskObstacle(): string | undefined {
  if (process.platform !== 'linux') return 'a tmpfs with a limit is had on Linux alone'
  if (process.getuid?.() !== 0) return 'only root may mount a disk with a limit'
  const folder = `/tmp/ashlar-chaos-${process.pid}`
  mkdirSync(folder)
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { encoding: 'utf8' })
  if (status === 0) spawnSync('umount', [folder])
  rmSync(folder, { recursive: true })
  return status === 0 ? undefined : `this machine mounts none: ${stderr?.trim()}`
}

/** Mounts one at `folder`, which is made. */
export function mountSmallDisk(folder: string, megabytes: number): SmallDisk {
  mkdirSync(folder)
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`No disk could be mounted: ${stderr}`)
  const ballast = join(folder, 'ballast')
  return {
    folder,
    fill() {
      const file = openSync(ballast, 'a')
      try {
        for (const bytes of [1 << 20, 1 << 12, 1]) fillInPieces(file, Buffer.alloc(bytes, 'x'))
      } finally {
        closeSync(file)
      }
    },
    free: () => rmSync(ballast, { force: true }),
    async [Symbol.asyncDispose]() {
      spawnSync('umount', ['--lazy', folder])
    },
  }
}

function fillInPieces(file: number, piece: Buffer): void {
  try {
    for (;;) writeSync(file, piece)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  }
}
