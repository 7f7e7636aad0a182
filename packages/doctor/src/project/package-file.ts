/** Reads the package.json of a package. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type JsonSource, readJsonSource } from '../source/json-source.ts'

const Versions = z.record(z.string(), z.string()).catch({}).default({})

const AshlarField = z.object({
  module: z.string().optional(),
  namespace: z.string().optional(),
  locales: z.string().optional(),
})

const Manifest = z.object({
  name: z.string().optional().catch(undefined),
  version: z.string().catch('0.0.0').default('0.0.0'),
  private: z.boolean().catch(false).default(false),
  dependencies: Versions,
  peerDependencies: Versions,
  devDependencies: Versions,
  optionalDependencies: Versions,
  exports: z.unknown().optional(),
  files: z.array(z.string()).optional().catch(undefined),
  ashlar: AshlarField.optional().catch(undefined),
})

/** What the doctor reads of a package.json. A part of another form counts as absent; rules on packages tell of it. */
export interface PackageManifest extends Omit<z.output<typeof Manifest>, 'name' | 'ashlar'> {
  /** The file of the definition, from the package's folder. */
  readonly moduleFile: string | undefined
  /** The texts that a package brings which is no module: their namespace, and their folder from the package's. */
  readonly texts: { readonly namespace: string; readonly folder: string } | undefined
}

export interface PackageFile {
  /** Its folder when it says no name. */
  readonly name: string
  /** From the root of the project; empty for the root itself. */
  readonly folder: string
  readonly json: JsonSource
  readonly manifest: PackageManifest
}

/** Reads the package.json in a folder of the project. One that is no JSON says nothing; a rule tells of it. */
export function readPackageFile(root: string, folder: string): PackageFile {
  const path = folder === '' ? 'package.json' : `${folder}/package.json`
  const json = readJsonSource(path, readText(join(root, path)))
  const parsed = Manifest.safeParse(json.data)
  const { name, ashlar, ...manifest } = parsed.success ? parsed.data : Manifest.parse({})
  return {
    name: name ?? (folder || 'the workspace'),
    folder,
    json,
    manifest: { ...manifest, moduleFile: plainPath(ashlar?.module), texts: textsOf(ashlar) },
  }
}

/** A link that leads nowhere and a folder of that name have no text, and no text is no JSON. */
function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function textsOf(ashlar: z.output<typeof AshlarField> | undefined): PackageManifest['texts'] {
  const folder = plainPath(ashlar?.locales)
  return ashlar?.namespace === undefined || folder === undefined ? undefined : { namespace: ashlar.namespace, folder }
}

const plainPath = (path: string | undefined): string | undefined => path?.replace(/^\.\//, '').replace(/\/$/, '')
