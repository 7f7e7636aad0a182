import type { UserDirectory, UserId } from '@ashlar/users/contract'
import type { RowHistory } from 'ashlar/contract'
import type { OrderId } from '../contract.ts'
import type { OrderStore } from '../domain/order-store.ts'

export interface ReadHistoryNeeds {
  readonly orders: OrderStore
  /** Knows people's names; without it they are told by their ids. */
  readonly users: UserDirectory | undefined
}

/** Tells what happened to an order, with the names of those who did it. */
export function readHistory({ orders, users }: ReadHistoryNeeds, id: OrderId): Promise<RowHistory> {
  return orders.history(id, async (ids) => {
    const people = await users?.list(ids.filter((each): each is UserId => each.startsWith('usr_')))
    return new Map(people?.map((person) => [person.id, person.name]))
  })
}
