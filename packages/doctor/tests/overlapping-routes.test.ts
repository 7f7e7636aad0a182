/** Routes that get requests meant for others, and what only looks like that. */
import { describe, expect, test } from 'vitest'
import { type Changes, catalog, findAfter } from './changed-base.ts'

describe('routes that overlap', () => {
  const add = (...routes: readonly string[]): Changes => ({
    [catalog('contract.ts')]: [["  create: get('/new'", `  ${routes.join('\n  ')}\n  create: get('/new'`]],
  })
  const shadowed = async (changes: Changes) => (await findAfter(changes)).filter((each) => each.startsWith('ASH776'))

  test('because each spells out what is a parameter of the other', async () => {
    const found = await shadowed(
      add("step: get('/new/:step', { can: can.read }),", "edit: get('/:slug/edit', { can: can.read }),"),
    )
    expect(found).toEqual([
      'ASH776 The route "catalog.edit" (GET /catalog/:slug/edit) does not get the requests that fit "catalog.step" (/catalog/new/:step) as well.',
    ])
  })

  test('with those of several modules are told once', async () => {
    const found = await shadowed({
      [catalog('contract.ts')]: [
        [
          "  list: get('/', { can: can.read }),",
          "  list: get('/:slug', { can: can.read, params: { slug: z.string() } }),",
        ],
        ['body: NewProduct }),\n})', "body: NewProduct }),\n}, { prefix: '' })"],
      ],
    })
    expect(found).toEqual([
      'ASH776 The route "catalog.list" (GET /:slug) does not get the requests that fit "catalog.create" (/new) and "orders.list" (/orders) as well.',
    ])
  })

  test.each([
    ['the parameter is an id', "show: get('/:id', { can: can.read, params: { id: productId } }),"],
    ['the schema cannot be read', "show: get('/:id', { can: can.read, params: { id: z.string().regex(/^x/) } }),"],
    ['the method is another', "show: post('/:id', { can: can.read }),"],
    ['one path is longer', "show: get('/:id/more', { can: can.read }),"],
  ])('in their form alone are let pass: %s', async (_name, route) => {
    expect(await shadowed(add(route))).toEqual([])
  })
})
