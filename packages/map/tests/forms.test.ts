/** What each form of the map says of the shop. */
import { createHash } from 'node:crypto'
import { stripVTControlCharacters } from 'node:util'
import { type Edge, type ProjectMap, readMap, renderMap } from '@ashlar/map'
import { beforeAll, expect, test } from 'vitest'
import { createProject, sketchWorkspace } from './project.ts'
import { shop } from './shop.ts'

let map: ProjectMap

beforeAll(async () => {
  await using project = await createProject(shop)
  map = (await readMap({ folder: project.folder })).map
})

test('the terminal shows modules with their edges, breaches, and totals', async () => {
  expect(stripVTControlCharacters(await renderMap(map, 'text'))).toBe(`@shop/app 2.1.0, 3 modules

catalog 1.2.0  @shop/catalog
  ← needs         orders, stock
  ← uses service  @shop/app
  ← listens       orders
  ← links         orders
  holds           2 tables, 3 routes, 2 pages, 2 permissions, 1 event, 2 settings

orders 1.0.0  @shop/orders
  → needs    catalog, stock
  → listens  catalog
  → links    catalog
  needs      mail, which nobody offers (optional)
  holds      2 jobs

stock 1.0.0  @shop/stock
  → needs  catalog
  ← needs  orders
  holds    1 route, 1 permission

Breaches
  ASH720  Module "stock" imports ../../../catalog/src/domain/price.ts, which is inside of module "catalog".
          modules/stock/src/domain/worth.ts
          → Import from "@shop/catalog/contract" instead, or have its owner add what you need there.

3 modules, 6 edges (3 needs, 1 uses service, 1 listens, 1 links), 1 breach.
`)
})

test('Mermaid draws each kind of edge, and breaches in red', async () => {
  expect(await renderMap(map, 'mermaid')).toBe(`flowchart LR
  n__40_shop_2f_app(["@shop/app"])
  n_catalog["catalog"]
  n_orders["orders"]
  n_stock["stock"]
  n__40_shop_2f_app -.->|"uses service: auth-provider"| n_catalog
  n_orders -.->|"links: menu, pages/Browse.tsx"| n_catalog
  n_orders -.->|"listens: catalog.price-changed"| n_catalog
  n_orders -->|"needs"| n_catalog
  n_orders -.->|"needs (optional)"| n_stock
  n_stock -->|"needs"| n_catalog
  n_stock ==>|"ASH720"| n_catalog
  linkStyle 6 stroke:#cf222e,color:#cf222e
  style n_catalog stroke:#cf222e,stroke-width:2px
  style n_stock stroke:#cf222e,stroke-width:2px
`)
})

test('Graphviz gets the same graph', async () => {
  const dot = await renderMap(map, 'dot')
  expect(dot).toContain('  "@shop/app" [shape=oval]\n')
  expect(dot).toContain('  "orders" -> "stock" [label="needs (optional)", style=dashed]\n')
  expect(dot).toContain('  "stock" -> "catalog" [label="ASH720", color="#cf222e", fontcolor="#cf222e", penwidth=2]\n')
})

test('JSON holds the whole map and the version of its form', async () => {
  expect(JSON.parse(await renderMap(map, 'json'))).toEqual({ version: 1, ...map })
})

test('HTML is one file that asks for nothing else, under a policy that runs its own script alone', async () => {
  const text = await renderMap(map, 'html')
  const [, policy = ''] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(text) ?? []
  const parts = {
    style: /<style>([\s\S]*?)<\/style>/.exec(text)?.[1],
    script: /<script type="module">([\s\S]*?)<\/script>/.exec(text)?.[1],
  }
  const hash = (part = '') => `'sha256-${createHash('sha256').update(part).digest('base64')}'`
  expect(policy).toBe(
    `default-src 'none'; style-src ${hash(parts.style)}; script-src ${hash(parts.script)}; base-uri 'none'; form-action 'none'`,
  )
  expect(text).not.toMatch(/\s(?:src|style|on\w+)=/)
  expect([...text.matchAll(/href="([^"]*)"/g)].filter(([, href]) => !href?.startsWith('#'))).toEqual([])
})

test('Markdown holds the diagrams and a canvas for each module', async () => {
  const text = await renderMap(map, 'markdown')
  expect(text.match(/^#{1,3} .+$/gm)).toEqual([
    '# Map of @shop/app',
    '## Overview',
    '## Modules',
    '## Breaches',
    '## Canvases',
    '### catalog',
    '### orders',
    '### stock',
  ])
  expect(text).toContain(await renderMap(map, 'mermaid'))
  expect(text).toContain('n_catalog -->|"2 tables"| database')
  expect(text).toContain('Package `@shop/catalog` · version 1.2.0 · owner: Mira Lund, Jo Okafor')
  expect(text).toContain('| `DELETE` | `/catalog/:id` | `catalog.edit` | `remove` |')
  expect(text).toContain('| `mail` | nobody here | it can live |')
  expect(text).toContain('| `feedKey` | `FEED_KEY` | the key of the price feed (secret) |')
})

test('a diagram that Mermaid would refuse for its size is left out of the document', async () => {
  const [first] = map.edges
  const edges = Array.from({ length: 501 }, (_, index) => ({ ...first, kind: 'needs', from: `m${index}` }) as Edge)
  const text = await renderMap({ ...map, edges }, 'markdown')
  expect(text.match(/^```mermaid$/gm)).toHaveLength(1)
  expect(text).toContain('## Modules\n\nToo large to be drawn here: `ashlar graph --html` draws it.\n')
})

const hostile = '"]; <img src=x onerror=alert(1)> | `x` [a](b) \\ # end\n%% -->'

test('a hostile text changes the shape of no form', async () => {
  const sketch = (description: string, label: string) =>
    sketchWorkspace([
      {
        id: 'a',
        manifest: { description, author: description },
        files: {
          'src/module.ts': `import { defineModule } from 'ashlar'\nimport { definePermissions } from 'ashlar/contract'\nexport default defineModule({ id: ${JSON.stringify(label)}, permissions: definePermissions('a', { read: ${JSON.stringify(label)} }) })\n`,
        },
      },
    ])
  const read = async (files: Record<string, string>) => {
    await using project = await createProject(files)
    return (await readMap({ folder: project.folder })).map
  }
  const hurt = await read(sketch(hostile, hostile))
  expect(hurt.modules[0]).toMatchObject({ name: hostile, description: hostile, permissions: [{ label: hostile }] })
  const sound = await read(sketch('plain', 'plain'))
  for (const format of ['markdown', 'mermaid', 'dot'] as const) {
    const lines = (await renderMap(hurt, format)).split('\n')
    expect(lines, format).toHaveLength((await renderMap(sound, format)).split('\n').length)
    if (format !== 'dot') expect(lines.join('\n'), format).not.toContain('<img')
  }
  const quoted = String.raw`"\"]; <img src=x onerror=alert(1)> | ${'`x`'} [a](b) \\ # end\n%% -->`
  expect(await renderMap(hurt, 'dot')).toContain(`  ${quoted}" [label=${quoted}\\n1 permission"`)
})
