import type { Paged } from 'ashlar/contract'
import type { z } from 'zod'
import type { Order, OrderId, OrderList, OrderSummary, ShipperId } from '../contract.ts'

export type OrderQuery = z.output<typeof OrderList>

/** An order with its lines, ready to be kept. */
export type OrderRecord = Omit<Order, 'id' | 'number' | 'shipper' | 'version'> & {
  readonly shipperId: ShipperId | null
  /** The version that the change rests on, if that is to be checked. */
  readonly version?: number | undefined
}

export interface OrderStore {
  list(query: OrderQuery): Promise<Paged<OrderSummary>>
  find(id: OrderId): Promise<Order | undefined>
  /** Keeps a new order under the next free number, or under `number`. */
  insert(record: OrderRecord, number?: number): Promise<{ id: OrderId; number: number }>
  /** Changes an order and replaces its lines. @throws ASH468 when the order is no longer what the change rests on. */
  update(id: OrderId, record: OrderRecord): Promise<boolean>
  markShipped(id: OrderId, shippedOn: string): Promise<boolean>
  remove(id: OrderId): Promise<boolean>
  /** The ids of orders by their numbers. */
  mapNumbers(): Promise<ReadonlyMap<number, OrderId>>
  isEmpty(): Promise<boolean>
}
