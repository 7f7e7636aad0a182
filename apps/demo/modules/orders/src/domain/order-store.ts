import type { Paged, RowHistory } from 'ashlar/contract'
import type { z } from 'zod'
import type { Order, OrderId, OrderList, OrderSummary, ShipperId } from '../contract.ts'

export type OrderQuery = z.output<typeof OrderList>

/** An order with its lines, ready to be kept. */
export type OrderRecord = Omit<Order, 'id' | 'number' | 'shipper' | 'version'> & {
  readonly shipperId: ShipperId | null
  /** The version that the change rests on, if that is to be checked. */
  readonly version?: number | undefined
}

/** What a change may say of an order: when it left is said by `markShipped` alone. */
export type OrderChange = Omit<OrderRecord, 'shippedOn'>

export interface OrderStore {
  list(query: OrderQuery): Promise<Paged<OrderSummary>>
  find(id: OrderId): Promise<Order | undefined>
  /** The same, and keeps others from changing it until the transaction ends: what is decided by it holds, and so does its version. */
  lock(id: OrderId): Promise<Order | undefined>
  /** Keeps a new order under the next number, which no order has had before, or under `number`. */
  insert(record: OrderRecord, number?: number): Promise<{ id: OrderId; number: number }>
  /** What happened to an order. @param findNames finds the names of users by their ids. */
  history(id: OrderId, findNames: (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>): Promise<RowHistory>
  /** Changes an order and replaces its lines. @throws ASH468 when the order is no longer what the change rests on. */
  update(id: OrderId, change: OrderChange): Promise<boolean>
  markShipped(id: OrderId, shippedOn: string): Promise<void>
  remove(id: OrderId): Promise<void>
  /** The ids of orders by their numbers. */
  mapNumbers(): Promise<ReadonlyMap<number, OrderId>>
  isEmpty(): Promise<boolean>
}
