/** A stand-in for the app's own origin: only whether an address leaves it matters. */
const here = 'http://app.invalid'

/**
 * The path of this app that an address names, or `undefined` when it leads anywhere else.
 *
 * Read by the same URL parser as browsers use, so that `//host`, `/\host`, tabs and line breaks cannot slip through.
 * Source: WHATWG URL, §4.4.
 */
export function parseReturnTo(address: string | undefined): string | undefined {
  if (address === undefined || !address.startsWith('/')) return undefined
  const url = URL.parse(address, here)
  if (url === null || url.origin !== here) return undefined
  const path = `${url.pathname}${url.search}${url.hash}`
  return path.startsWith('//') ? undefined : path
}
