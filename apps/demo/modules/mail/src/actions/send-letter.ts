import { type Enqueue, type JobDeclaration, typeidOf } from 'ashlar/contract'
import type { Letter, MessageId } from '../contract.ts'
import type { MessageStore } from '../domain/message-store.ts'

export interface SendLetterNeeds {
  readonly messages: MessageStore
  readonly enqueue: Enqueue<{ readonly deliver: JobDeclaration<typeof Letter> }>
}

/** Keeps a letter and the job that sends it, together with what the caller keeps. They share their id. */
export async function sendLetter({ messages, enqueue }: SendLetterNeeds, letter: Letter): Promise<MessageId> {
  const job = await enqueue('deliver', letter)
  if (job === undefined) throw new TypeError('A job that need not be unique was not enqueued.')
  const id = typeidOf('msg', job)
  await messages.insert(id, letter)
  return id
}
