/** What the rules on pages, routes and permissions find, and what only looks like a breach. */
import { globSync, readFileSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { catalogue, diagnose } from '@ashlar/doctor'
import { describe, expect, test } from 'vitest'
import { createFixture } from './fixture.ts'

/** A whole new text, or a part of the base's with what takes its place. */
type Change = string | readonly [part: string, replacement: string]
/** What is changed in each file. */
type Changes = Readonly<Record<string, readonly Change[]>>

const orders = (file: string) => `modules/orders/src/${file}`
const catalog = (file: string) => `modules/catalog/src/${file}`

const only = catalogue.flatMap(({ code, family }) => (family === 'pages' ? [code] : []))

/** What these rules find in the base after files of it were changed. */
async function findAfter(changes: Changes): Promise<string[]> {
  await using fixture = await createFixture()
  for (const [name, list] of Object.entries(changes)) {
    for (const change of list) await apply(join(fixture.folder, name), change)
  }
  const { findings } = await diagnose({ folder: fixture.folder, only })
  return findings.map(({ code, message }) => `${code} ${message}`)
}

async function apply(path: string, change: Change): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  if (typeof change === 'string') return writeFile(path, change)
  const text = await readFile(path, 'utf8')
  const [part, replacement] = change
  expect(text).toContain(part)
  await writeFile(path, text.replace(part, replacement))
}

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

describe('a page', () => {
  const handler: Change = ['    place: async', '    show: () => render(pages.Show, {}),\n    place: async']
  const show: Changes = {
    [orders('contract.ts')]: [
      ['  Browse: page({', '  Show: page({}),\n  Browse: page({'],
      ['  place: post(', "  show: get('/overview', { can: can.read }),\n  place: post("],
    ],
    [orders('routes.ts')]: [handler],
    [orders('pages/Show.tsx')]: [
      "import { Link, Title, useShared } from 'ashlar/react'\nimport { routes } from '../contract.ts'\n\nexport default function Show() {\n  const { app } = useShared()\n  return (\n    <Link to={routes.show()}>\n      <Title>{app.name}</Title>\n      <h1>{app.name}</h1>\n    </Link>\n  )\n}\n",
    ],
  }
  const outOfReach = 'ASH774 No menu entry, link or redirect that people can come to leads to the page "orders/Show".'
  const link = (address: string): Change => ['<ul>', `<a href=${address}>…</a>\n      <ul>`]

  test('that only links to itself is out of reach', async () => {
    expect(await findAfter(show)).toEqual([outOfReach])
  })

  test('whose links stand on a page that is out of reach itself is out of reach', async () => {
    const found = await findAfter({
      ...show,
      [orders('module.ts')]: [["menu: [{ to: routes.list, icon: 'receipt' }],", '']],
      [orders('pages/Browse.tsx')]: [link('{routes.show()}')],
    })
    expect(found.map((each) => each.slice(0, 6))).toEqual(['ASH774', 'ASH774'])
  })

  test.each<[string, Changes]>([
    ['a link', { [orders('pages/Browse.tsx')]: [link('{routes.show()}')] }],
    ['an address in a text', { [orders('pages/Browse.tsx')]: [link('"/orders/overview?all=true"')] }],
    [
      'a link of another module',
      {
        [catalog('pages/Browse.tsx')]: [
          [
            "import { type pages, routes } from '../contract.ts'",
            "import { type pages, routes } from '../contract.ts'\nimport * as orders from '@shop/orders/contract'",
          ],
          link('{orders.routes.show()}'),
        ],
      },
    ],
    [
      'a redirect of a form that people can come to',
      {
        [orders('routes.ts')]: [handler, ['redirect(routes.list())', 'redirect(routes.show())']],
      },
    ],
    [
      'code that gets all routes',
      {
        [orders('start.ts')]: [
          ['import type definition', "import { routes } from './contract.ts'\nimport type definition"],
          ['createRoutes({', 'createRoutes({ ...helpers(routes),'],
        ],
      },
    ],
    [
      'a handler outside of the routes',
      {
        [orders('routes.ts')]: [
          [
            'export function createRoutes',
            'const showAll = () => render(pages.Show, {})\n\nexport function createRoutes',
          ],
          ['    place: async', '    show: showAll,\n    place: async'],
        ],
      },
    ],
    [
      'a menu that is computed',
      { [orders('module.ts')]: [["[{ to: routes.list, icon: 'receipt' }]", 'entries(routes)']] },
    ],
    [
      'the home of the app',
      { 'app/app.config.ts': [["  name: 'Shop',", "  name: 'Shop',\n  home: '/orders/overview',"]] },
    ],
  ])('that %s leads to is let pass', async (_name, changes) => {
    const found = await findAfter({ ...show, ...changes })
    expect(found.filter((each) => /^ASH77[34]/.test(each))).toEqual([])
  })

  test.each<[string, Changes]>([
    [
      'a part of it',
      {
        [orders('parts/heading.tsx')]: [
          "import { Title } from 'ashlar/react'\n\nexport function Heading({ text }: { readonly text: string }) {\n  return (\n    <h1>\n      <Title>{text}</Title>\n      {text}\n    </h1>\n  )\n}\n",
        ],
        [orders('pages/Browse.tsx')]: [
          [
            "      <Title>{text('title')}</Title>\n      <h1>{text('title')}</h1>",
            "      <Heading text={text('title')} />",
          ],
          ['import { Title, useForm', 'import { useForm'],
          ['import type en', "import { Heading } from '../parts/heading.tsx'\nimport type en"],
        ],
      },
    ],
    [
      'a library',
      {
        [orders('pages/Browse.tsx')]: [
          [
            "      <Title>{text('title')}</Title>\n      <h1>{text('title')}</h1>",
            "      <Hero text={text('title')} />",
          ],
          ['import { Title, useForm', "import { Hero } from 'some-kit'\nimport { useForm"],
        ],
      },
    ],
    [
      'the component kit',
      {
        [orders('pages/Browse.tsx')]: [
          [
            "      <Title>{text('title')}</Title>\n      <h1>{text('title')}</h1>",
            "      <PageHeader title={text('title')} />",
          ],
          ['import { Title, useForm', "import { PageHeader } from '@ashlar/ui'\nimport { useForm"],
        ],
      },
    ],
  ])('that gets its heading from %s is let pass', async (_name, changes) => {
    const found = await findAfter(changes)
    expect(found.filter((each) => each.startsWith('ASH775'))).toEqual([])
  })

  test('gets its heading from whatever of the component kit makes one', async () => {
    const kit = join(import.meta.dirname, '../../ui/src')
    const texts = globSync('**/*.tsx', { cwd: kit }).map((file) => readFileSync(join(kit, file), 'utf8'))
    const making = texts.filter((text) => /<(?:h1|Title|PageHeader)\b/.test(text))
    const names = making.flatMap((text) =>
      [...text.matchAll(/^export function ([A-Z]\w*)/gm)].map(([, name = '']) => name),
    )
    expect(names).toContain('PageHeader')
    for (const name of names) {
      const page = `import { ${name} } from '@ashlar/ui'\n\nexport default () => <${name} />\n`
      expect(await findAfter({ [orders('pages/Browse.tsx')]: [page] }), name).toEqual([])
    }
  })

  test('with a title and no heading is told so, also one that stands in for a module’s', async () => {
    const page = "import { Title } from 'ashlar/react'\n\nexport default () => <Title>{'…'}</Title>\n"
    const found = await findAfter({ 'app/pages/orders/Browse.tsx': [page] })
    expect(found).toContain('ASH775 This page has no heading.')
  })
})

test('links, actions and calls of the router that lead to data are told of, and requests are let pass', async () => {
  const found = await findAfter({
    [catalog('contract.ts')]: [
      ["  create: get('/new'", "  export: get('/export', { can: can.read, response: Product }),\n  create: get('/new'"],
    ],
    [catalog('pages/Browse.tsx')]: [
      ['import { Link, Title', 'import { Link, router, Title, useAction'],
      [
        '  return (',
        '  const action = useAction(routes.export)\n  const visit = () => router.visit(routes.export())\n  return (',
      ],
      ['<ul>', '<Link to={routes.export()}>{action}</Link>\n      <a href={routes.export()}>{visit}</a>\n      <ul>'],
      ['export default', 'export const load = () => fetch(routes.export())\n\nexport default'],
    ],
  })
  const told = 'ASH777 This visits the route "catalog.export", which answers data and shows no page.'
  expect(found).toEqual([told, told, told])
})

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
