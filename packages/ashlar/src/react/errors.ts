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
