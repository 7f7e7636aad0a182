/** Forms that do not fit their routes, and what only looks like that. */
import { describe, expect, test } from 'vitest'
import { type Changes, catalog, findAfter, orders } from './changed-base.ts'

describe('a form', () => {
  const form = catalog('pages/Form.tsx')
  const whole = "initial: { name: '', price: 0 }"
  const hook = '  const form = useForm('
  const body = 'body: NewProduct }),\n})'

  test.each<[string, Changes]>([
    [
      'whose fields are a constant of its function',
      {
        [form]: [
          [hook, `  const initial = { name: '', price: 0 }\n${hook}`],
          [whole, 'initial'],
        ],
      },
    ],
    ['whose fields come from elsewhere', { [form]: [[whole, "initial: { ...defaults(), name: '' }"]] }],
    [
      'whose fields are those of another function of the file',
      {
        [form]: [
          ['export default function Form() {', 'export default function Form({ initial }) {'],
          [whole, 'initial'],
          [
            'import { Title',
            'export function other() {\n  const initial = { prize: 0 }\n  return initial\n}\n\nimport { Title',
          ],
        ],
      },
    ],
    ['of which a field is entered later', { [form]: [[whole, "initial: { name: '' }"]] }],
    [
      'whose fields are claimed to be others',
      {
        [form]: [
          [whole, "initial: { name: '' } as never"],
          ["<input {...form.field('price')} />", ''],
        ],
      },
    ],
    [
      'that leaves out what has a default, itself or in a helper',
      {
        [form]: [
          [whole, "initial: { name: '' }"],
          ["<input {...form.field('price')} />", ''],
        ],
        [catalog('contract.ts')]: [
          [
            'price: money() })\n\nexport const routes',
            "price: money().default(0), note: text(9) })\nconst text = (max: number) => z.string().max(max).default('')\n\nexport const routes",
          ],
        ],
      },
    ],
    [
      'of a route that takes anything',
      {
        [form]: [[whole, "initial: { name: '', price: 0, colour: '' }"]],
        [catalog('contract.ts')]: [[body, 'body: NewProduct.loose() }),\n})']],
      },
    ],
    [
      'of a route whose body cannot be read',
      {
        [form]: [[whole, "initial: { colour: '' }"]],
        [catalog('contract.ts')]: [[body, 'body: z.union([NewProduct, Product]) }),\n})']],
      },
    ],
  ])('%s is let pass', async (_name, changes) => {
    expect(await findAfter(changes)).toEqual([])
  })

  test('that leaves a field out of a schema that was extended, and adds one of its own', async () => {
    const found = await findAfter({
      [form]: [
        [hook, `  const initial = { name: '', price: 0, colour: '', ...rest() }\n${hook}`],
        [whole, 'initial'],
      ],
      [orders('pages/Browse.tsx')]: [['initial: { productId, quantity }', 'initial: { quantity }']],
      [orders('contract.ts')]: [
        [
          "NewOrder = z.object({ productId: typeid('prod'), ",
          "NewOrder = z.object({ productId: typeid('prod') }).extend({ ",
        ],
      ],
    })
    expect(found).toEqual([
      'ASH771 This form sends the field "colour" to the route "catalog.store", whose body does not have it.',
      'ASH771 This form leaves out "productId", without which the route "orders.place" refuses it.',
    ])
  })

  test('that is sent to a route without a body', async () => {
    const found = await findAfter({ [catalog('contract.ts')]: [[', body: NewProduct }', ' }']] })
    expect(found).toEqual(['ASH771 This form is sent to the route "catalog.store", which takes no body.'])
  })
})
