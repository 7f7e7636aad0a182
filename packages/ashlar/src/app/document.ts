/** The HTML document around a page. */

export interface DocumentParts {
  readonly language: string
  readonly dir: 'ltr' | 'rtl'
  /** The look that the user chose; `undefined` follows the system. */
  readonly theme: 'light' | 'dark' | undefined
  readonly nonce: string
  /** Tags rendered by the page: title, description. */
  readonly head: string
  /** Tags that load scripts and styles. */
  readonly assets: string
  /** The root element with the page data. */
  readonly body: string
}

/** Writes a document. Every part is markup that was escaped where it was made. */
export function writeDocument(parts: DocumentParts): string {
  const theme = parts.theme === undefined ? '' : ` data-theme="${parts.theme}"`
  return (
    `<!doctype html><html lang="${parts.language}" dir="${parts.dir}"${theme}><head><meta charset="utf-8">` +
    `<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">` +
    `<meta property="csp-nonce" nonce="${parts.nonce}">${parts.assets}${parts.head}</head><body>${parts.body}</body></html>`
  )
}

/** The theme that a cookie names; anything but the two known words follows the system. */
export function parseTheme(value: string | undefined): 'light' | 'dark' | undefined {
  return value === 'light' || value === 'dark' ? value : undefined
}
