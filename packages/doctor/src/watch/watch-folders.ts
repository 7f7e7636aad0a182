/** Watches the folders of a project, those left out that hold what was installed or made. */
import { type FSWatcher, readdirSync, statSync, watch } from 'node:fs'
import { join, sep } from 'node:path'
import { tooManyFolders } from '../errors.ts'
import { isLeftOut } from '../source/list-files.ts'

export interface WatchFoldersOptions {
  /** The folder that is watched with all below it. */
  readonly root: string
  /** Told of each file or folder that was changed, made or removed, by its absolute path. */
  readonly onChange: (path: string) => void
  /** Told when the system refuses to watch a folder, with ASH914. */
  readonly onError: (error: unknown) => void
}

export interface FolderWatch {
  readonly close: () => void
}

/** What the system says when a process may not watch any more. */
const exhausted: ReadonlySet<string | undefined> = new Set(['ENOSPC', 'EMFILE', 'ENFILE'])

/**
 * Watches each folder by itself: a recursive watch would follow `node_modules` too.
 *
 * @throws ASH914 when the system allows no more watches.
 */
export function watchFolders({ root, onChange, onError }: WatchFoldersOptions): FolderWatch {
  const watchers = new Map<string, FSWatcher>()

  const addTree = (folder: string) => {
    if (watchers.has(folder)) return
    try {
      addFolder(folder)
      for (const entry of readdirSync(folder, { withFileTypes: true })) {
        if (entry.isDirectory() && !isLeftOut(entry.name)) addTree(join(folder, entry.name))
      }
    } catch (error) {
      if (error instanceof Error && 'code' in error && exhausted.has(String(error.code))) throw tooManyFolders(error)
      // It is gone already; the folder above tells of that.
      removeTree(folder)
    }
  }

  const addFolder = (folder: string) => {
    const watcher = watch(folder, (event, name) => {
      const path = name === null ? folder : join(folder, name)
      const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
      if (name !== null && isFolder && isLeftOut(name)) return
      if (event === 'rename' && name !== null) follow(path, isFolder)
      onChange(path)
    })
    watcher.on('error', () => removeTree(folder))
    watchers.set(folder, watcher)
  }

  /** What stood under the name is gone, even where something of the same name came in its place. */
  const follow = (path: string, isFolder: boolean) => {
    if (watchers.has(path)) removeTree(path)
    try {
      if (isFolder) addTree(path)
    } catch (error) {
      onError(error)
    }
  }

  const removeTree = (folder: string) => {
    for (const [path, watcher] of watchers) {
      if (path !== folder && !path.startsWith(folder + sep)) continue
      watcher.close()
      watchers.delete(path)
    }
  }

  const close = () => {
    for (const watcher of watchers.values()) watcher.close()
    watchers.clear()
  }

  try {
    addTree(root)
  } catch (error) {
    close()
    throw error
  }
  return { close }
}
