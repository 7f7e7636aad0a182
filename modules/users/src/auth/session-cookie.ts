export interface SessionCookieOptions {
  /** The address of the app: with https the cookie is secure, always. */
  readonly appUrl: string
  readonly lifetimeSeconds: number
}

/** The one cookie that holds a session's token. */
export interface SessionCookie {
  readonly name: string
  /** The `Set-Cookie` header that hands a token to the browser. */
  issue(token: string): string
  /** The `Set-Cookie` header that makes the browser forget it. */
  clear(): string
}

/**
 * The session cookie of an app.
 *
 * By https its name begins with `__Host-`: a browser takes such a cookie only from this host, over https, for every
 * path, so that neither a subdomain nor a network in between can plant one (RFC 6265bis §4.1.3.2). By plain http, as
 * in development, no browser would take it, and it has another name, which an app on https does not read.
 */
export function createSessionCookie({ appUrl, lifetimeSeconds }: SessionCookieOptions): SessionCookie {
  const secure = appUrl.startsWith('https:')
  const name = secure ? '__Host-session' : 'session'
  const attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`
  return {
    name,
    issue: (token) => `${name}=${token}; Max-Age=${lifetimeSeconds}; ${attributes}`,
    clear: () => `${name}=; Max-Age=0; ${attributes}`,
  }
}
