/** The routes of mail: from the request to a query, and to a page. */
import type { RouteHandlers } from 'ashlar'
import { type OwnJobs, uuidOf } from 'ashlar/contract'
import { notFound } from 'ashlar/http'
import { render } from 'ashlar/inertia'
import { pages, type routes } from './contract.ts'
import type { MessageStore } from './domain/message-store.ts'

export interface MailRouteNeeds {
  readonly messages: MessageStore
  readonly jobs: OwnJobs
}

/** Handles every route of the contract. */
export function createMailRoutes({ messages, jobs }: MailRouteNeeds): RouteHandlers<typeof routes> {
  return {
    list: ({ query }) => render(pages.Browse, { messages: () => messages.list(query), query }),
    async show({ params: { id } }) {
      const message = await messages.find(id)
      if (!message) throw notFound('message')
      const job = message.sentAt === null ? await jobs.find(uuidOf(id)) : undefined
      return render(pages.Show, { message, failure: job?.error?.message ?? null })
    },
  }
}
