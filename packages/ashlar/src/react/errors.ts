/** Every error that the browser's side can raise. */
import { AshlarError } from '../contract/errors.ts'

/** The server named a page that the build does not have. */
export function pageNotInBuild(page: string): AshlarError {
  return new AshlarError(
    'ASH701',
    500,
    `The page "${page}" is not in this build. Check that its module is installed and has src/pages/${page.slice(page.indexOf('/') + 1)}.tsx, then build again.`,
    { details: { page } },
  )
}

/** A component asked for the props of a page that is not the one shown. */
export function otherPageShown(wanted: string, shown: string): AshlarError {
  return new AshlarError(
    'ASH702',
    500,
    `A component asked for the props of page "${wanted}" while page "${shown}" is shown. Use usePageProps() only inside of that page, or usePage() where several pages may be.`,
    { details: { wanted, shown } },
  )
}

/** A route that a page reads as data gave none. */
export function routeNotAnswered(
  route: string,
  { status, cause }: { readonly status?: number; readonly cause?: unknown },
): AshlarError {
  const reason = status === undefined ? 'the server could not be reached' : `the server answered ${status}`
  return new AshlarError(
    'ASH703',
    500,
    `The route "${route}" could not be read: ${reason}. Tell the person, and let them try again.`,
    { details: { route, status }, cause },
  )
}
