import { useEffect } from 'react'
import { router } from './inertia.ts'
import { useText } from './text.ts'

/**
 * Asks before a person leaves a page with entries that were not saved: by a link, or by closing the tab.
 *
 * Visits that stay on the page, such as reloading a list, and what is loaded ahead pass.
 */
export function useLeaveGuard(active: boolean): void {
  const text = useText('ui')
  const question = text('leave', { defaultValue: 'You have changes that are not saved. Leave without them?' })

  useEffect(() => {
    if (!active) return
    const stopVisits = router.on('before', ({ detail: { visit } }) => {
      const leaves = visit.method === 'get' && !visit.prefetch && !visit.async && visit.only.length === 0
      return !leaves || confirm(question)
    })
    const stopClosing = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', stopClosing)
    return () => {
      stopVisits()
      window.removeEventListener('beforeunload', stopClosing)
    }
  }, [active, question])
}
