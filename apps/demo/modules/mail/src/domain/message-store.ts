import type { Paged } from 'ashlar/contract'
import type { z } from 'zod'
import type { Letter, Message, MessageId, MessageList, MessageSummary } from '../contract.ts'

export type MessageQuery = z.output<typeof MessageList>

export interface MessageStore {
  list(query: MessageQuery): Promise<Paged<MessageSummary>>
  find(id: MessageId): Promise<Message | undefined>
  insert(id: MessageId, letter: Letter): Promise<void>
  markSent(id: MessageId): Promise<void>
}
