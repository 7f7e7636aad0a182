/** The id of a module's canvas in a document: made of characters that need no escape in a link. */
export function anchorOf(name: string): string {
  return `module-${name.replace(/[^a-z0-9_-]/gi, (character) => `.${character.codePointAt(0)?.toString(16)}.`)}`
}
