/** The look that a person chose: a cookie that the server reads, and an attribute that the style sheet reads. */

const yearSeconds = 31_536_000

/** Turns light into dark and dark into light. Choosing what the system has anyway follows the system again. */
export function switchTheme(): void {
  const root = document.documentElement
  const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
  const next = (root.dataset.theme ?? system) === 'dark' ? 'light' : 'dark'
  if (next === system) {
    delete root.dataset.theme
    writeCookie('', 0)
  } else {
    root.dataset.theme = next
    writeCookie(next, yearSeconds)
  }
}

function writeCookie(value: string, maxAgeSeconds: number): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing where the page is not served by https.
  document.cookie = `theme=${value}; path=/; max-age=${maxAgeSeconds}; samesite=lax`
}
