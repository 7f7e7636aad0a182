/** What both sides of a comparison share, so that they do the same. */

export const sessionToken = 'benchmark-session-token-0123456789abcdef'

export const menu = Array.from({ length: 20 }, (_, index) => ({
  href: `/bench/place-${index}`,
  label: `Place ${index}`,
  icon: null,
  group: null,
}))

export const permissions = ['bench.read', 'bench.write']

export const translations: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from({ length: 200 }, (_, index) => [`text${index}`, `A sentence of ordinary length, number ${index}`]),
)

/** The document around a page, as a hand-written server has it. */
export function renderShell(json: string, html: string): string {
  return `<!doctype html><html lang="en" dir="ltr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Bench</title></head><body><script data-page="app" type="application/json">${json}</script><div id="app">${html}</div></body></html>`
}
