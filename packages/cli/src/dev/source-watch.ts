/** Watches the files that the app's process was made of. */
import { type FSWatcher, watch } from 'node:fs'
import { basename, dirname, join } from 'node:path'

export interface SourceWatchOptions {
  readonly appFolder: string
  /** Whether any change of a source counts, as after a failed start: what is missing cannot have been read. */
  readonly isLenient: () => boolean
  readonly onChange: (file: string) => void
}

export interface SourceWatch {
  /** A file that was read; a change of it counts. */
  readonly addFile: (file: string) => void
  /** Folders of which every change of a file counts. */
  readonly setFolders: (folders: readonly string[]) => void
  readonly close: () => void
}

/** Files of the app itself that change what it is. */
const appFiles = new Set(['package.json', 'app.config.ts', 'app.config.js', '.env'])
const sourceFile = /\.(?:ts|js|mjs|json|sql)$/

/** Editors write a file in several steps; one change is told of all that comes within this time, in milliseconds. */
const quietMs = 40

export function watchSources({ appFolder, isLenient, onChange }: SourceWatchOptions): SourceWatch {
  const watchers = new Map<string, FSWatcher>()
  const files = new Set<string>()
  let folders: ReadonlySet<string> = new Set()
  let timer: NodeJS.Timeout | undefined

  function watchFolder(folder: string): void {
    if (watchers.has(folder)) return
    try {
      const watcher = watch(folder, (_event, name) => {
        if (name !== null) changed(folder, join(folder, name))
      })
      watcher.on('error', () => watchers.delete(folder))
      watchers.set(folder, watcher)
    } catch {
      // The folder is gone, or was never there: a module without migrations has none.
    }
  }

  function changed(folder: string, file: string): void {
    const counts =
      files.has(file) ||
      (folders.has(folder) && /\.(?:sql|json)$/.test(file)) ||
      (folder === appFolder && appFiles.has(basename(file))) ||
      (isLenient() && sourceFile.test(file) && !/\.test\.ts$/.test(file))
    if (!counts) return
    clearTimeout(timer)
    timer = setTimeout(() => onChange(file), quietMs)
  }

  watchFolder(appFolder)
  return {
    addFile: (file) => {
      files.add(file)
      watchFolder(dirname(file))
    },
    setFolders: (given) => {
      folders = new Set(given)
      for (const folder of given) watchFolder(folder)
    },
    close: () => {
      clearTimeout(timer)
      for (const watcher of watchers.values()) watcher.close()
    },
  }
}
