/** A shop of three modules, in which everything stands that a map can show, one breach included. */
import { type ModuleSketch, sketchWorkspace } from './project.ts'

const catalog: ModuleSketch = {
  id: 'catalog',
  manifest: {
    version: '1.2.0',
    description: 'What the shop sells.',
    author: 'Mira Lund <mira@example.org> (https://example.org)',
    maintainers: [{ name: 'Jo Okafor', email: 'jo@example.org' }, 'Mira Lund'],
  },
  files: {
    'src/settings.ts': `import { defineSettings } from 'ashlar/contract'
import { z } from 'zod'
export const settings = defineSettings('catalog', {
  perPage: { schema: z.int(), help: 'how many products a page shows' },
  feedKey: { schema: z.string(), help: 'the key of the price feed', env: 'FEED_KEY', secret: true },
})
`,
    'src/data/tables.ts': `import { moduleSchema } from 'ashlar/data'
import { text } from 'ashlar/drizzle/pg-core'
const schema = moduleSchema('catalog')
export const product = schema.table('product', { name: text('name') })
export * from './price-tables.ts'
`,
    'src/data/price-tables.ts': `import { moduleSchema } from 'ashlar/data'
export const price = moduleSchema('catalog').table('price', {}).enableRLS()
`,
    'src/domain/price.ts': 'export const cents = 100\n',
    'src/locales/en.json': '{}',
    'src/locales/de.json': '{}',
    'src/contract.ts': `import { anyone, definePages, definePermissions, defineRoutes, del, event, get, page, service, signedIn } from 'ashlar/contract'
import { z } from 'zod'
export const can = definePermissions('catalog', { read: 'See products', edit: 'Change products' })
export const routes = defineRoutes('catalog', {
  list: get('/', { can: anyone }),
  show: get('/:id', { can: signedIn }),
  remove: del('/:id', { can: can.edit }),
})
export const pages = definePages('catalog', { Browse: page({}), Show: page({}) })
export const priceChanged = event('catalog.price-changed', { version: 3, payload: z.object({}) })
export const catalog = service<object>('catalog')
`,
    'src/module.ts': `import { defineModule } from 'ashlar'
import { authProvider } from 'ashlar/contract'
import { can, catalog, pages, priceChanged, routes } from './contract.ts'
import { settings } from './settings.ts'
export default defineModule({
  id: 'catalog',
  offers: { catalog, authProvider },
  permissions: can,
  routes,
  pages,
  settings,
  publishes: [priceChanged],
  tables: () => import('./data/tables.ts'),
})
`,
  },
}

const orders: ModuleSketch = {
  id: 'orders',
  files: {
    'src/module.ts': `import { catalog, priceChanged, routes as products } from '@shop/catalog/contract'
import { stock } from '@shop/stock/contract'
import { defineModule } from 'ashlar'
import { after, job, optional, service } from 'ashlar/contract'
const mail = service<object>('mail')
export default defineModule({
  id: 'orders',
  needs: { catalog, stock: optional(stock), mail: optional(mail) },
  menu: [{ to: products.list }],
  listens: { reprice: after(priceChanged) },
  jobs: { remind: job({ schedule: '0 7 * * 1-5', timeZone: 'Europe/Berlin' }), tidy: job() },
})
`,
    'src/pages/Browse.tsx': `import { routes } from '@shop/catalog/contract'
export default function Browse() {
  return routes.list()
}
`,
  },
}

const stock: ModuleSketch = {
  id: 'stock',
  needs: ['catalog'],
  files: {
    'src/domain/worth.ts': "import { cents } from '../../../catalog/src/domain/price.ts'\nexport const worth = cents\n",
  },
}

/** The files of the shop; `stock` reaches into the inside of `catalog`. */
export const shop = sketchWorkspace([catalog, orders, stock])
