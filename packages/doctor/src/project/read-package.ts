/** Reads the files of one package: their names, and the facts of its sources. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { absentFacts, type Facts } from '../facts/collect-facts.ts'
import type { SourcePath } from '../facts/read-facts.ts'
import { listFiles } from '../source/list-files.ts'
import type { PackageFile } from './package-file.ts'
import type { PackageModel, Room, SourceFile } from './project.ts'

const sourceEnding = /\.(?:ts|tsx|mts|cts|js|jsx|mjs|cjs)$/
const declarationEnding = /\.d\.[mc]?ts$/

/** A package before the facts of its sources are known. */
export interface ListedPackage {
  readonly packageFile: PackageFile
  readonly kind: PackageModel['kind']
  readonly installed: boolean
  /** Every file of it, from its own folder. */
  readonly fileNames: readonly string[]
  /** Those that are sources. */
  readonly sources: readonly ListedSource[]
}

interface ListedSource extends SourcePath {
  readonly inPackage: string
  readonly room: Room
}

export interface ListPackageOptions {
  readonly root: string
  readonly packageFile: PackageFile
  readonly kind: PackageModel['kind']
  /** Whether a file, by its path from the root, is left out. */
  readonly isIgnored: (path: string) => boolean
  /** The folder that stands in the place of `src`, when the package was built; nothing else of it is listed then. */
  readonly built?: string
}

/** Lists the files of a package. */
export function listPackage({ root, packageFile, kind, isIgnored, built }: ListPackageOptions): ListedPackage {
  const { folder } = packageFile
  const pathOf = (inPackage: string) => (folder === '' ? inPackage : `${folder}/${inPackage}`)
  const listed =
    built === undefined
      ? listFiles(join(root, folder))
      : listFiles(join(root, folder, built)).map((file) => `${built}/${file}`)
  const fileNames = listed.filter((file) => !isIgnored(pathOf(file)))
  return {
    packageFile,
    kind,
    installed: built !== undefined,
    fileNames,
    sources: fileNames.filter(isSource).map((inPackage) => ({
      inPackage,
      path: pathOf(inPackage),
      absolutePath: join(root, pathOf(inPackage)),
      room: roomOf(inPackage, built ?? 'src'),
    })),
  }
}

const isSource = (name: string): boolean => sourceEnding.test(name) && !declarationEnding.test(name)

/** The package as rules see it, with the facts of its sources. */
export function createPackage(root: string, listed: ListedPackage, facts: ReadonlyMap<string, Facts>): PackageModel {
  const { packageFile, kind, installed, fileNames } = listed
  const sources: SourceFile[] = []
  const readText = (fileName: string): string | undefined =>
    fileNames.includes(fileName) ? readFileSync(join(root, packageFile.folder, fileName), 'utf8') : undefined
  const model: PackageModel = { ...packageFile, kind, installed, fileNames, sources, readText }
  for (const { path, absolutePath, inPackage, room } of listed.sources) {
    sources.push({
      path,
      inPackage,
      package: model,
      room,
      facts: facts.get(path) ?? absentFacts(),
      readText: () => readFileSync(absolutePath, 'utf8'),
    })
  }
  return model
}

const fileRooms: ReadonlySet<string> = new Set<Room>([
  'contract',
  'module',
  'start',
  'errors',
  'settings',
  'imports',
  'routes',
])
const folderRooms: ReadonlySet<string> = new Set<Room>([
  'domain',
  'actions',
  'data',
  'clients',
  'routes',
  'pages',
  'jobs',
  'locales',
  'testing',
  'settings',
  'errors',
  'imports',
  'contract',
])

function roomOf(inPackage: string, sources: string): Room {
  const [top = '', ...below] = inPackage.split('/')
  if (top !== sources || /\.(?:types\.)?test\.[a-z]+$/.test(inPackage) || below.includes('tests')) return 'tests'
  const [first = ''] = below
  const name = below.length === 1 ? first.replace(sourceEnding, '') : first
  const rooms = below.length === 1 ? fileRooms : folderRooms
  // Small modules have one file for a room: `data.ts` in the place of a folder.
  return rooms.has(name) || (below.length === 1 && folderRooms.has(name)) ? (name as Room) : 'other'
}
