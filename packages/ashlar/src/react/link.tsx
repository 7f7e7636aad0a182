import type { ComponentPropsWithRef, MouseEvent, ReactNode } from 'react'
import type { CompileProblem } from '../contract/errors.ts'
import type { Href } from '../contract/routes.ts'
import { router, shouldIntercept } from './inertia.ts'

/** The address of a page of the app; anything else is refused with a sentence. */
export type Destination<To> =
  To extends Href<'GET'>
    ? To
    : CompileProblem<'A Link leads to a page of the app: call a GET route, as in routes.show({ id }). For other addresses use <a>.'>

export type LinkProps<To = Href<'GET'>> = Omit<ComponentPropsWithRef<'a'>, 'href'> & {
  readonly to: Destination<To>
  /** Loads the page when the pointer rests on the link. @default false */
  readonly prefetch?: boolean | undefined
  /** The props to load anew when the link leads to the page that is shown; all others stay. */
  readonly only?: readonly string[] | undefined
  /** Takes the place of the current history entry. @default false */
  readonly replace?: boolean | undefined
  readonly preserveScroll?: boolean | undefined
  readonly preserveState?: boolean | undefined
}

/** Long enough that a pointer on its way elsewhere loads nothing. */
const restMs = 75

/** A pointer rests on one link at a time. */
let resting: ReturnType<typeof setTimeout> | undefined

/**
 * A link to another page of the app; the browser keeps what both pages share.
 *
 * It has no state of its own, since lists hold many of them.
 */
export function Link<To>({
  to,
  prefetch,
  only,
  replace,
  preserveScroll,
  preserveState,
  onClick,
  ...rest
}: LinkProps<To>): ReactNode {
  const href = to as unknown as string

  function follow(event: MouseEvent<HTMLAnchorElement>): void {
    onClick?.(event)
    if (!shouldIntercept(event)) return
    event.preventDefault()
    clearTimeout(resting)
    router.visit(href, {
      replace: replace ?? false,
      preserveScroll: preserveScroll ?? false,
      preserveState: preserveState ?? false,
      only: only ?? [],
    })
  }

  if (!prefetch) return <a {...rest} href={href} onClick={follow} />
  return (
    <a
      {...rest}
      href={href}
      onClick={follow}
      onPointerEnter={() => {
        clearTimeout(resting)
        resting = setTimeout(() => router.prefetch(href), restMs)
      }}
      onPointerLeave={() => clearTimeout(resting)}
    />
  )
}
