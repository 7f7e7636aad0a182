/** The routes of the guestbook: from the request to the store, and back to the page. */
import type { RouteHandlers } from 'ashlar'
import { notFound, redirect } from 'ashlar/http'
import { render } from 'ashlar/inertia'
import { can, pages, routes } from './contract.ts'
import { type EntryStore, shownEntries } from './domain/entries.ts'

export function createRoutes(entries: EntryStore): RouteHandlers<typeof routes> {
  return {
    list: ({ user, may }) =>
      render(pages.Browse, {
        entries: () => entries.listNewest(shownEntries),
        maySign: user !== undefined,
        mayModerate: may(can.moderate),
      }),
    sign: async ({ user, body }) => {
      await entries.add({ author: user.name, message: body.message })
      return redirect(routes.list(), { flash: { kind: 'success', message: 'guestbook:flash.signed' } })
    },
    remove: async ({ params }) => {
      if (!(await entries.remove(params.id))) throw notFound('entry')
      return redirect(routes.list(), { flash: { kind: 'success', message: 'guestbook:flash.removed' } })
    },
  }
}
