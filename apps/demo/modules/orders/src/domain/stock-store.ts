import type { OrderId, StockLine } from '../contract.ts'

/** What the catalog has set aside for each order. */
export interface StockStore {
  /** `undefined` while the catalog has told nothing of it. */
  find(id: OrderId): Promise<StockLine[] | undefined>
  /** Takes the place of what was told before; an order that has been removed meanwhile is left out. */
  replace(id: OrderId, lines: readonly StockLine[]): Promise<void>
}
