/**
 * Tells people who cannot see the page change that it did.
 *
 * After a visit to another page the focus moves to its heading, and its title is announced. A visit that only reloads
 * the list a person is filtering keeps the focus where it is.
 */
import type { router as inertiaRouter } from '@inertiajs/react'

export function announceVisits(router: typeof inertiaRouter): void {
  const region = document.createElement('div')
  region.setAttribute('aria-live', 'polite')
  region.setAttribute('role', 'status')
  region.className = 'sr-only'
  document.body.append(region)

  let shown = location.pathname
  router.on('navigate', () => {
    if (location.pathname === shown) return
    shown = location.pathname
    // The heading of the new page is there once React has committed it.
    requestAnimationFrame(() => {
      region.textContent = document.title
      const heading = document.querySelector<HTMLElement>('h1')
      if (!heading || document.querySelector('[autofocus]')) return
      heading.tabIndex = -1
      heading.focus({ preventScroll: true })
    })
  })
}
