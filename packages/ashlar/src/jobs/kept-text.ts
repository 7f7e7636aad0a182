/** Texts that stand in the JSON of a job. PostgreSQL keeps neither a NUL there nor half of a surrogate pair. */

const longestText = 2_000

/** Makes a text of a failure or a note one that can be kept: shortened, and without what the database refuses. */
export function keepableText(text: string): string {
  return text.slice(0, longestText).replaceAll('\0', '').toWellFormed()
}

/** Finds a text, or a name of a field, that the database refuses. @returns where it stands, or `undefined` when there is none. */
export function findUnkeepable(value: unknown, path = 'the payload'): string | undefined {
  if (typeof value === 'string') return isKeepable(value) ? undefined : path
  if (typeof value !== 'object' || value === null) return undefined
  for (const [name, inner] of Object.entries(value)) {
    const found = isKeepable(name) ? findUnkeepable(inner, `${path}.${name}`) : `a name in ${path}`
    if (found !== undefined) return found
  }
  return undefined
}

const isKeepable = (text: string): boolean => !text.includes('\0') && text.isWellFormed()
