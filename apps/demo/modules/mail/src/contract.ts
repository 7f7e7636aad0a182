/** What others may know of mail: how it is sent, and where people see what was. */
import {
  definePages,
  definePermissions,
  defineRoutes,
  get,
  listQuery,
  page,
  paged,
  service,
  typeid,
} from 'ashlar/contract'
import { z } from 'zod'

export const can = definePermissions('mail', { read: 'See the mail that the desk sends' })

const messageId = typeid('msg')
export type MessageId = z.output<typeof messageId>

export const Letter = z.object({
  to: z.email().max(200),
  subject: z.string().min(1).max(300),
  /** Plain text. */
  text: z.string().max(100_000),
})
export type Letter = z.output<typeof Letter>

export const MessageSummary = z.object({
  id: messageId,
  to: z.string(),
  subject: z.string(),
  queuedAt: z.iso.datetime(),
  /** `null` while it waits, or could not be sent. */
  sentAt: z.iso.datetime().nullable(),
})
export type MessageSummary = z.output<typeof MessageSummary>

export const Message = MessageSummary.extend({ text: z.string() })
export type Message = z.output<typeof Message>

export const MessageList = listQuery(['-queued', 'queued', 'to', '-to'])

export const routes = defineRoutes('mail', {
  list: get('/', { can: can.read, query: MessageList }),
  show: get('/:id', { can: can.read, params: { id: messageId } }),
})

export const pages = definePages('mail', {
  Browse: page({ messages: paged(MessageSummary), query: MessageList }),
  Show: page({
    message: Message,
    /** Why it could not be sent so far. */
    failure: z.string().nullable(),
  }),
})

/** Mail, for modules that write to people. */
export interface Mail {
  /** Sends a letter once the transaction of the caller is kept, and never when it is undone. */
  send(letter: Letter): Promise<MessageId>
}
export const mail = service<Mail>('mail')
