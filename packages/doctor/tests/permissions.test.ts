/** Permissions that nothing asks for or nobody declares, and what only looks like that. */
import { describe, expect, test } from 'vitest'
import { type Change, type Changes, findAfter, orders } from './changed-base.ts'

describe('a permission', () => {
  const declared: Change = ["  place: 'Place orders',", "  place: 'Place orders',\n  export: 'Export orders',"]

  test.each<[string, Changes]>([
    [
      'a handler',
      {
        [orders('routes.ts')]: [
          ['    place: async', '    export: ({ may }) => may(can.export),\n    place: async'],
          ['{ pages, routes }', '{ can, pages, routes }'],
        ],
      },
    ],
    [
      'a page, by its name',
      {
        [orders('pages/Browse.tsx')]: [
          ['  return (', "  const mayExport = permissions.includes('orders.export')\n  return ("],
        ],
      },
    ],
    [
      'code that gets all permissions',
      {
        [orders('start.ts')]: [
          ['import type definition', "import { can } from './contract.ts'\nimport type definition"],
          ['createRoutes({', 'createRoutes({ ...helpers(can),'],
        ],
      },
    ],
  ])('that %s asks for is let pass', async (_name, changes) => {
    expect(await findAfter({ [orders('contract.ts')]: [declared], ...changes })).toEqual([])
  })

  test('that only a role grants is asked for by nothing', async () => {
    const found = await findAfter({
      [orders('contract.ts')]: [declared],
      'app/app.config.ts': [["'catalog.read'", "'catalog.read', 'orders.export'"]],
    })
    expect(found).toEqual(['ASH772 Module "orders" declares the permission "orders.export", and nothing asks for it.'])
  })

  test('that a route misspells is declared by nobody', async () => {
    const found = await findAfter({
      [orders('contract.ts')]: [["list: get('/', { can: can.read })", "list: get('/', { can: can.raed })"]],
    })
    expect(found).toContainEqual(
      expect.stringContaining('ASH114 The route "list" of module "orders" asks for the permission "orders.raed"'),
    )
  })

  test('that a route states among options that cannot be read is not held to be missing', async () => {
    const found = await findAfter({
      [orders('contract.ts')]: [["list: get('/', { can: can.read })", "list: get('/', { ...shared() })"]],
    })
    expect(found.filter((each) => each.startsWith('ASH113'))).toEqual([])
  })
})
