import type { ReactNode } from 'react'
import { useText } from './text.ts'

/** Stands where a page failed. */
export function PageFailure(): ReactNode {
  const text = useText('ui')
  return (
    <section role="alert">
      <h1>{text('pageFailure.title', { defaultValue: 'This page cannot be shown' })}</h1>
      <p>
        {text('pageFailure.message', {
          defaultValue: 'Something went wrong while it was drawn. Nothing you saved is lost.',
        })}
      </p>
      <button type="button" onClick={() => location.reload()}>
        {text('pageFailure.reload', { defaultValue: 'Load the page again' })}
      </button>
    </section>
  )
}
