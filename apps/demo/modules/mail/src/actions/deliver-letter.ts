import { type JobContext, typeidOf } from 'ashlar/contract'
import type { Letter } from '../contract.ts'
import type { MessageStore } from '../domain/message-store.ts'
import type { Transport } from '../domain/transport.ts'

export interface DeliverLetterNeeds {
  readonly messages: MessageStore
  readonly transport: Transport
}

/**
 * Hands a letter over, then notes that it has been sent.
 *
 * Should the process end between the two, it is handed over again: as the same message, by the id that is the same at every
 * try, so that whoever has it already can tell.
 */
export async function deliverLetter(
  { messages, transport }: DeliverLetterNeeds,
  letter: Letter,
  { id, enqueuedAt }: Pick<JobContext, 'id' | 'enqueuedAt'>,
): Promise<void> {
  await transport.handOver({ ...letter, id, date: enqueuedAt })
  await messages.markSent(typeidOf('msg', id))
}
