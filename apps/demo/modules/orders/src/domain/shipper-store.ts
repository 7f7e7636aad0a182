import type { ShipperId } from '../contract.ts'

export interface ShipperStore {
  list(): Promise<{ id: ShipperId; name: string }[]>
  exists(id: ShipperId): Promise<boolean>
  /** The ids of imported shippers, by the number they were imported with. */
  mapImportNumbers(): Promise<ReadonlyMap<number, ShipperId>>
  hasName(name: string): Promise<boolean>
  insert(row: { readonly name: string; readonly phone: string; readonly importNumber?: number }): Promise<ShipperId>
}
