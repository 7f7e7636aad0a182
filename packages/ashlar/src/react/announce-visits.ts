/**
 * Tells people who cannot see the page change that it did.
 *
 * After a visit to another page the focus moves to its heading, and its title is announced. A visit that only reloads
 * the list a person is filtering keeps the focus where it is.
 */
import type { Router } from './inertia.ts'

/** Inertia writes the title a moment after the page is there, and screen readers miss what changes at once with the focus. */
const titleSettlesMs = 100

export function announceVisits(router: Router): void {
  const region = document.createElement('div')
  region.setAttribute('role', 'status')
  // Hidden from sight only. Set as properties, which a content security policy allows.
  Object.assign(region.style, {
    position: 'absolute',
    width: '1px',
    height: '1px',
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  })
  document.body.append(region)

  let shown: string | undefined
  router.on('navigate', ({ detail: { page } }) => {
    const before = shown
    shown = `${page.component} ${location.pathname}`
    if (before === undefined || before === shown) return undefined
    requestAnimationFrame(focusHeading)
    setTimeout(() => {
      region.textContent = document.title
    }, titleSettlesMs)
  })
}

/** A page that puts the focus into one of its fields keeps it there. */
function focusHeading(): void {
  const heading = document.querySelector<HTMLElement>('h1')
  const focused = document.activeElement
  if (!heading || focused?.matches('main :is(input, select, textarea)')) return
  heading.tabIndex = -1
  heading.focus({ preventScroll: true })
}
