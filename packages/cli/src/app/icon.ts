/** The picture that browsers show beside an app's name. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface AppIcon {
  /** The ending of its file, with the dot. */
  readonly extension: string
  /** Its media type. */
  readonly type: string
  readonly source: Buffer
}

/** Stones laid in bond: the icon of an app that has none of its own. */
const defaultIcon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#276d6f"/>' +
  '<path fill="#fff" d="M6 8h12v7H6zM20 8h6v7h-6zM6 17h6v7H6zM14 17h12v7H14z"/></svg>'

const types: readonly (readonly [extension: string, type: string])[] = [
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
]

/** The icon of an app: the `icon.svg` or `icon.png` of its folder, else the framework's. */
export function readIcon(appFolder: string): AppIcon {
  for (const [extension, type] of types) {
    const source = readFileIfAny(join(appFolder, `icon${extension}`))
    if (source) return { extension, type, source }
  }
  return { extension: '.svg', type: 'image/svg+xml', source: Buffer.from(defaultIcon) }
}

function readFileIfAny(file: string): Buffer | undefined {
  try {
    return readFileSync(file)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
