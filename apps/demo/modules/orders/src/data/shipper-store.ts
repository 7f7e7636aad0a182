import type { ModuleDatabase } from 'ashlar/data'
import { eq } from 'ashlar/drizzle'
import type { ShipperStore } from '../domain/shipper-store.ts'
import { shipper } from './tables.ts'

/** The shippers, in their table. */
export function createShipperStore(db: ModuleDatabase): ShipperStore {
  return {
    list: () => db.select({ id: shipper.id, name: shipper.name }).from(shipper).orderBy(shipper.name),
    exists: async (id) => (await db.$count(shipper, eq(shipper.id, id))) > 0,
    async mapImportNumbers() {
      const rows = await db.select({ id: shipper.id, importNumber: shipper.importNumber }).from(shipper)
      return new Map(
        rows.flatMap(({ id, importNumber }) => (importNumber === null ? [] : [[importNumber, id] as const])),
      )
    },
    hasName: async (name) => (await db.$count(shipper, eq(shipper.name, name))) > 0,
    async insert(row) {
      const [inserted] = await db.insert(shipper).values(row).returning({ id: shipper.id })
      if (!inserted) throw new TypeError('An insert of a shipper returned no row.')
      return inserted.id
    },
  }
}
