/**
 * Refuses requests that another site makes a browser send.
 *
 * Every browser of the last years says where a request comes from, in a header that a page cannot forge
 * (`Sec-Fetch-Site`, Fetch Metadata; `Origin`, RFC 6454). A sender that says nothing is no browser, and carries no
 * user's cookies unless it was given them.
 */
import type { IncomingHttpHeaders } from 'node:http'

/** Whether an unsafe request was sent by a page of another origin. */
export function isCrossSite(headers: IncomingHttpHeaders, ownOrigin: string | undefined): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site !== 'same-origin' && site !== 'none'
  const origin = headers.origin
  if (origin === undefined) return false
  if (ownOrigin !== undefined) return origin !== ownOrigin
  return originHost(origin) !== headers.host
}

function originHost(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined
}
