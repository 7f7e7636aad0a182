import { readdir } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import type { ModuleManifest } from 'ashlar/runtime'
import { importFolderMissing, nothingToImport } from '../errors.ts'

/** A file that a module takes. */
export interface PlannedImport {
  readonly module: string
  /** The name of the import in the module's definition. */
  readonly name: string
  /** The name of the file. */
  readonly fileName: string
  readonly path: string
  /** The names of the files that have to be in before this one. */
  readonly after: readonly string[]
}

/** What a folder of CSV files means to an app. */
export interface ImportPlan {
  /** In the order of loading. */
  readonly files: readonly PlannedImport[]
  /** Files that a module would take and the folder does not have. */
  readonly missing: readonly { readonly module: string; readonly fileName: string }[]
  /** CSV files that no module takes. */
  readonly unclaimed: readonly string[]
}

/**
 * Plans the loading of a folder.
 *
 * @param manifests in boot order: a module's files come after those of the modules it needs.
 * @throws ASH530 when the folder cannot be read, ASH531 when no module takes any file of it.
 */
export async function planImports(folder: string, manifests: readonly ModuleManifest[]): Promise<ImportPlan> {
  const path = resolve(folder)
  const present = new Set(await listCsvFiles(path))
  const declared = manifests.flatMap((manifest) =>
    manifest.imports.map(({ name, file }, index) => ({
      module: manifest.id,
      name,
      fileName: file,
      path: join(path, file),
      after: [
        ...manifest.imports.slice(0, index).map((earlier) => earlier.file),
        ...listNeeded(manifest, manifests).flatMap(({ imports }) => imports.map((needed) => needed.file)),
      ],
    })),
  )
  const claimed = new Set(declared.map(({ fileName }) => fileName))
  const files = declared.filter(({ fileName }) => present.has(fileName))
  if (files.length === 0) throw nothingToImport(path, [...claimed])
  return {
    files,
    missing: declared
      .filter(({ fileName }) => !present.has(fileName))
      .map(({ module, fileName }) => ({ module, fileName })),
    unclaimed: [...present].filter((name) => !claimed.has(name)).toSorted(),
  }
}

async function listCsvFiles(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith('.csv')).map((name) => basename(name))
  } catch (cause) {
    throw importFolderMissing(folder, cause)
  }
}

/** The modules that a module needs, and those that they need. */
function listNeeded(manifest: ModuleManifest, manifests: readonly ModuleManifest[]): readonly ModuleManifest[] {
  const needed = new Set<ModuleManifest>()
  const visit = ({ needs }: ModuleManifest): void => {
    for (const { service } of needs) {
      const owner = manifests.find(({ offers }) => offers.some((offer) => offer.service === service))
      if (owner && !needed.has(owner)) {
        needed.add(owner)
        visit(owner)
      }
    }
  }
  visit(manifest)
  return [...needed]
}
