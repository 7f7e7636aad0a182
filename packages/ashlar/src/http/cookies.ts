import { parseCookie } from 'cookie'

const none: Readonly<Record<string, string>> = Object.freeze({})

/** The cookies of a request, by name; the first of several with one name counts, as in RFC 6265 §5.4. */
export function parseCookies(header: string | undefined): Readonly<Record<string, string>> {
  if (header === undefined) return none
  return parseCookie(header) as Record<string, string>
}
