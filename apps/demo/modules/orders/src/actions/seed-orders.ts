import { firstTenantId, type Tenant } from 'ashlar/contract'
import type { ShipperId } from '../contract.ts'
import { type SaveOrderNeeds, saveOrder } from './save-order.ts'

const demoShippers = [
  { name: 'Alpine Parcels', phone: '+41 44 555 01 10' },
  { name: 'Harbour Freight Line', phone: '+31 10 555 0199' },
  { name: 'Swift Courier', phone: '+49 30 555 0178' },
]

/** How many orders the first tenant has, and each other one. */
const demoOrders = { first: 60, other: 24 }

/** Fills an empty order book with orders of the last weeks. The same catalog and customers always give a tenant the same orders. */
export async function seedOrders(needs: SaveOrderNeeds, today: Date, tenant: Tenant | undefined): Promise<void> {
  if (!(await needs.orders.isEmpty())) return
  const customers = await needs.customers.search('', 200)
  const products = await needs.catalog.searchProducts('', 200)
  if (customers.length === 0 || products.length === 0) return
  const shipperIds: ShipperId[] = []
  for (const shipper of demoShippers) shipperIds.push(await needs.shippers.insert(shipper))

  const isFirst = tenant === undefined || tenant.id === firstTenantId
  const count = isFirst ? demoOrders.first : demoOrders.other
  const random = createRandom(isFirst ? 20_26 : seedOf(tenant.slug))
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item
  for (let index = 0; index < count; index += 1) {
    const daysAgo = Math.round(((count - index) * 75) / count)
    const customer = pick(customers)
    const chosen = new Set(Array.from({ length: 1 + Math.floor(random() * 5) }, () => pick(products)))
    const lines = [...chosen].map(({ id: productId }) => ({
      productId,
      quantity: 1 + Math.floor(random() * 24),
      discount: pick([0, 0, 0, 5, 10, 15]),
    }))
    const hasLeft = daysAgo > 9 && random() < 0.93
    await saveOrder(needs, {
      customerId: customer.id,
      orderedOn: addDays(today, -daysAgo),
      requiredOn: addDays(today, 21 - daysAgo),
      shipperId: pick(shipperIds),
      freight: 490 + 10 * Math.floor(random() * 300),
      shipName: customer.name,
      shipAddress: customer.address,
      shipCity: customer.city,
      shipRegion: customer.region,
      shipPostalCode: customer.postalCode,
      shipCountry: customer.country,
      lines,
      ...(hasLeft ? { shippedOn: addDays(today, 3 + Math.floor(random() * 5) - daysAgo) } : {}),
    })
  }
}

function addDays(from: Date, days: number): string {
  const date = new Date(from)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}

/** A number that goes with a text. */
function seedOf(text: string): number {
  return [...text].reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) | 0, 0)
}

/** A small generator with a seed, so that the demo looks the same everywhere (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
