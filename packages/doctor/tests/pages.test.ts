/** Pages that nobody comes to, that have no heading, or that lead to data, and what only looks like that. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Change, type Changes, catalog, findAfter, orders } from './changed-base.ts'

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

  test('that stands in for a module’s is told when it has a title and no heading', async () => {
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
