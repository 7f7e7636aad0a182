import { Link as InertiaLink } from '@inertiajs/react'
import type { ComponentProps, ReactNode } from 'react'
import type { CompileProblem } from '../contract/errors.ts'
import type { Href } from '../contract/routes.ts'

/** The address of a page of the app; anything else is refused with a sentence. */
type Destination<To> =
  To extends Href<'GET'>
    ? To
    : CompileProblem<'A Link leads to a page of the app: call a GET route, as in routes.show({ id }). For other addresses use <a>.'>

export type LinkProps<To = Href<'GET'>> = Omit<
  ComponentProps<typeof InertiaLink>,
  'href' | 'as' | 'method' | 'data'
> & {
  readonly to: Destination<To>
  readonly children?: ReactNode
}

/** A link to another page of the app; the browser keeps what both pages share. */
export function Link<To>({ to, ...rest }: LinkProps<To>): ReactNode {
  return <InertiaLink {...rest} href={to as string} />
}
