/** What is said of a module whose parts do not fit each other. */
import { describe, expect, test } from 'vitest'
import { discoverPackage } from './discover-fixture.ts'
import { modulePackage } from './fixture-app.ts'

describe('a module at odds with itself', () => {
  test('declares a page that has no file', async () => {
    const { problems } = await discoverPackage(
      modulePackage(`{ id: 'billing', pages: definePages('billing', { Browse: page({}) }) }`),
    )

    expect(problems).toEqual([
      {
        code: 'ASH116',
        sentence:
          'The page "billing/Browse" has no component: <app>/node_modules/billing/src/pages has no file of that name. ' +
          'Add Browse.tsx there, or drop the page from the contract.',
      },
    ])
  })

  test('has a page file that it does not declare', async () => {
    const { problems } = await discoverPackage(modulePackage(`{ id: 'billing' }`, { 'src/pages/admin/Edit.jsx': '' }))

    expect(problems).toMatchObject([{ code: 'ASH117' }])
    expect(problems[0]?.sentence).toContain('<app>/node_modules/billing/src/pages/admin/Edit.jsx')
    expect(problems[0]?.sentence).toContain('the contract of module "billing" does not declare it')
    expect(problems[0]?.sentence).toContain('begin its name with a lower-case letter')
  })

  test('declares routes and settings of another module', async () => {
    const { problems } = await discoverPackage(
      modulePackage(`{
        id: 'billing',
        routes: defineRoutes('crm', { list: get('/', { can: anyone }) }),
        settings: defineSettings('mail', { host: { schema: z.string(), help: 'the host' } }),
        start: () => import('./start.js'),
      }`),
    )

    expect(problems).toEqual([
      {
        code: 'ASH118',
        sentence:
          'Module "billing" declares the route "crm.list", whose name belongs to another module. Begin it with "billing".',
      },
      {
        code: 'ASH118',
        sentence:
          'Module "billing" declares the settings "mail", whose name belongs to another module. Begin it with "billing".',
      },
    ])
  })

  test('has a schema for a parameter that its path lacks', async () => {
    const { problems } = await discoverPackage(
      modulePackage(`{
        id: 'billing',
        routes: defineRoutes('billing', { show: get('/:id', { can: anyone, params: { number: z.string() } }) }),
        start: () => import('./start.js'),
      }`),
    )

    expect(problems).toEqual([
      {
        code: 'ASH133',
        sentence:
          'The route "show" of module "billing" has a schema for the parameter "number", which its path /billing/:id lacks. ' +
          'Add :number to the path, or drop the schema.',
      },
    ])
  })

  test('has a menu entry that is no link', async () => {
    const { problems } = await discoverPackage(
      modulePackage(`(() => {
        const routes = defineRoutes('billing', { pay: post('/pay', { can: signedIn }) })
        return { id: 'billing', routes, menu: [{ to: routes.pay }], start: () => import('./start.js') }
      })()`),
    )

    expect(problems).toEqual([
      {
        code: 'ASH134',
        sentence:
          'The menu of module "billing" points to POST /billing/pay, but a link can only read. Point to a GET route.',
      },
    ])
  })

  test('declares what only a behaviour can answer, and has none', async () => {
    const { problems } = await discoverPackage(
      modulePackage(`{
        id: 'billing',
        routes: defineRoutes('billing', { list: get('/', { can: anyone }) }),
        offers: { billing: service('billing') },
        imports: {},
      }`),
    )

    expect(problems).toEqual([
      {
        code: 'ASH119',
        sentence: `Module "billing" declares routes and offers but loads no behaviour. Add start: () => import('./start.ts') to its definition.`,
      },
    ])
  })
})
