/** The first message of each field, by its path. */
export type Messages = Readonly<Record<string, string>>

/**
 * Finds the messages of a refusal whose page is not there any more, as when the session works for another tenant by now: they come with
 * the page of an error. The page that the person is on stays in its place, with what was entered.
 *
 * @param page the answer, which may be no page at all.
 */
export function findRefusal(page: unknown): Messages | undefined {
  const errors = (page as { readonly props?: { readonly errors?: Messages } } | null)?.props?.errors
  return errors && Object.keys(errors).length > 0 ? errors : undefined
}
