/** A small module in full, for the tests of types. */
import { type AppConfig, defineApp, defineImports, defineModule } from 'ashlar'
import {
  anyone,
  definePages,
  definePermissions,
  defineRoutes,
  defineSettings,
  del,
  event,
  get,
  listQuery,
  money,
  optional,
  page,
  paged,
  post,
  service,
  signedIn,
  type TypeIdOf,
  typeid,
} from 'ashlar/contract'
import { z } from 'zod'

export const can = definePermissions('shop', { read: 'See orders', edit: 'Change orders' })

export const orderId = typeid('ord')
export type OrderId = TypeIdOf<'ord'>
export const Order = z.object({ id: orderId, total: money(), shippedAt: z.iso.datetime().nullable() })
export const OrderForm = z.object({ customer: z.string(), rush: z.boolean().default(false) })
export const OrderList = listQuery(['number', '-number']).extend({ status: z.enum(['open', 'shipped']).optional() })

export const routes = defineRoutes('shop', {
  welcome: get('/welcome', { can: anyone }),
  list: get('/', { can: can.read, query: OrderList }),
  show: get('/:id', { can: can.read, params: { id: orderId } }),
  line: get('/:id/lines/:number', { can: can.read, params: { number: z.coerce.number().int() } }),
  create: post('/', { can: can.edit, body: OrderForm }),
  remove: del('/:id', { can: can.edit }),
  profile: get('/profile', { can: signedIn }),
  apiOrders: get('/api', { can: can.read, query: OrderList, response: paged(Order) }),
})

export const pages = definePages('shop', {
  Browse: page({ orders: paged(Order), query: OrderList }),
  Edit: page({ order: Order.nullable(), history: z.array(z.string()).optional() }),
})

export const orderPlaced = event('shop.order-placed', { version: 1, payload: z.object({ id: orderId }) })

export const settings = defineSettings('shop', {
  maxLines: { schema: z.int().default(100), help: 'the most lines an order takes' },
  key: { schema: z.string(), help: 'the key', secret: true },
})

export interface Catalog {
  findPrice(product: string): Promise<number | undefined>
}
export const catalog = service<Catalog>('catalog')

export interface Mail {
  send(to: string): Promise<void>
}
export const mail = service<Mail>('mail')

export interface Orders {
  count(): Promise<number>
}
export const orders = service<Orders>('orders')

export const imports = defineImports({
  orders: { file: 'orders.csv', row: z.object({ number: z.coerce.number() }) },
})

export const definition = defineModule({
  id: 'shop',
  needs: { catalog, mail: optional(mail) },
  offers: { orders },
  permissions: can,
  routes,
  pages,
  settings,
  menu: [{ to: routes.list, icon: 'cart' }],
  publishes: [orderPlaced],
  imports,
  start: () => import('./shop.ts'),
})

export const app: AppConfig = defineApp({ roles: { clerk: ['shop.*', can.read] } })
