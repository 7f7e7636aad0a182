import { dirname, resolve } from 'node:path'
import { type DeclarationFile, type Meaning, type Node, readDeclarationFile } from './declaration-file.ts'

/** A declaration, and the source it belongs to. */
export interface FoundDeclaration {
  readonly source: string
  readonly file: DeclarationFile
  readonly name: string
  /** More than one for overloads and for interfaces that are merged. */
  readonly nodes: readonly Node[]
}

/** How many imports and re-exports are followed; those that go in a circle end there. */
const deepest = 32

/** Finds declarations in the files of a package, each of which is read once. */
export class DeclarationFinder {
  readonly #declarationsOf: (source: string) => string
  readonly #files = new Map<string, DeclarationFile | undefined>()

  constructor(declarationsOf: (source: string) => string) {
    this.#declarationsOf = declarationsOf
  }

  /** The declarations of a source; `undefined` when there are none. */
  fileOf(source: string): DeclarationFile | undefined {
    if (!this.#files.has(source)) this.#files.set(source, readDeclarationFile(this.#declarationsOf(source)))
    return this.#files.get(source)
  }

  /** Finds where a name that a source knows is declared, through imports and re-exports inside of its package. */
  find(source: string, name: string, meaning: Meaning, depth = 0): FoundDeclaration | undefined {
    const file = this.fileOf(source)
    if (!file || depth > deepest) return undefined
    const types = file.types.get(name)
    const nodes = meaning === 'type' && types ? types : (file.values.get(name) ?? types)
    if (nodes) return { source, file, name, nodes }
    const known = file.imports.get(name) ?? file.exports.get(name)
    if (typeof known === 'string') return known === name ? undefined : this.find(source, known, meaning, depth + 1)
    const places = known ? [known] : file.stars.map((specifier) => ({ specifier, name }))
    for (const place of places.filter(({ specifier }) => specifier.startsWith('.'))) {
      const found = this.find(resolve(dirname(source), place.specifier), place.name, meaning, depth + 1)
      if (found) return found
    }
    return undefined
  }
}
