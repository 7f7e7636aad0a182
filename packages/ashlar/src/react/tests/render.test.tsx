/** What a page of the app renders to on the server, through the door that the build uses. */
import { createElement, type ReactNode } from 'react'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { definePages, definePermissions, defineRoutes, flag, get, page, signedIn } from '../../contract/index.ts'
import { createRenderer } from '../create-renderer.tsx'
import { Can, Flag, Link, type PageComponent, Title, useFlash, useFormat, usePageProps, useText } from '../index.ts'

const can = definePermissions('stones', { cut: 'Cut stones' })
const routes = defineRoutes('stones', { list: get('/', { can: signedIn }), show: get('/:id', { can: signedIn }) })
const polished = flag('stones.polished', { help: 'stones are polished' })
const carved = flag('stones.carved', { help: 'stones are carved' })
const pages = definePages('stones', { Browse: page({ total: z.int() }), Other: page({}) })

const shared = {
  app: { name: 'Quarry & <Sons>', home: '/stones', timeZone: 'Asia/Kathmandu' },
  user: null,
  permissions: ['stones.cut'],
  menu: [],
  flags: ['stones.polished'],
  locale: {
    language: 'de',
    dir: 'ltr',
    namespaces: { stones: { title: 'Steine', count_one: '{{count}} Stein', count_other: '{{count}} Steine' } },
  },
  errors: {},
}

function Frame({ children }: { readonly children: ReactNode }): ReactNode {
  return <main>{children}</main>
}

function Browse({ total }: { readonly total: number }): ReactNode {
  const text = useText('stones')
  const format = useFormat()
  return (
    <>
      <Title>{text('title')}</Title>
      <h1>{text('count', { count: total })}</h1>
      <p>{format.money(123456)}</p>
      <p>{format.day('2026-03-02')}</p>
      <p>{format.moment('2026-03-02T20:00:00Z')}</p>
      <Link to={routes.show({ id: 'a b' })}>{useFlash()?.message}</Link>
      <Can do={can.cut}>may cut</Can>
      <Can do={{ ...can.cut, name: 'stones.other' }}>may not</Can>
      <Flag of={polished} otherwise="rough">
        polished
      </Flag>
      <Flag of={carved} otherwise="plain">
        carved
      </Flag>
      <Inner />
    </>
  )
}
Browse.layout = Frame

function Inner(): ReactNode {
  return createElement('i', null, usePageProps(pages.Browse).total)
}

function Other(): ReactNode {
  return <Inner />
}

const files: Readonly<Record<string, PageComponent>> = { 'stones/Browse': Browse, 'stones/Other': Other }

const render = createRenderer({
  resolve: async (name) => {
    const component = files[name]
    return component && { default: component }
  },
})

const pageObject = (component: string, props: object, flash: object = {}) => ({
  component,
  props: { ...shared, ...props },
  url: '/stones',
  version: '1',
  flash,
})

describe('rendering on the server', () => {
  test('a page stands in its layout, in the language, with the permissions and the message of its request', async () => {
    const { html, head } = await render(pageObject('stones/Browse', { total: 2 }, { kind: 'success', message: 'Cut.' }))

    expect(html).toBe(
      '<main><h1>2 Steine</h1><p>1.234,56\u00a0€</p><p>02.03.2026</p><p>03.03.2026, 01:45</p><a href="/stones/a%20b">Cut.</a>may cut<!-- -->polished<!-- -->plain<i>2</i></main>',
    )
    expect(head).toEqual(['<title data-inertia="">Steine · Quarry &amp; &lt;Sons></title>'])
  })

  test('two requests at once do not see each other', async () => {
    const english = { locale: { language: 'en', dir: 'ltr', namespaces: { stones: { count: 'many' } } } }
    const [german, other] = await Promise.all([
      render(pageObject('stones/Browse', { total: 1 })),
      render(pageObject('stones/Browse', { total: 7, permissions: [], ...english })),
    ])

    expect(german.html).toContain('<h1>1 Stein</h1>')
    expect(german.html).toContain('may cut')
    expect(other.html).toContain('<h1>many</h1>')
    expect(other.html).not.toContain('may cut')
    expect(other.head).toEqual(['<title data-inertia="">title · Quarry &amp; &lt;Sons></title>'])
  })

  test('a page that throws rejects with its error, and the next page renders', async () => {
    await expect(render(pageObject('stones/Other', {}))).rejects.toThrow(
      'A component asked for the props of page "stones/Browse" while page "stones/Other" is shown.',
    )
    expect((await render(pageObject('stones/Browse', { total: 3 }))).html).toContain('3 Steine')
  })

  test('a page that the build does not have is named, with the file it would be in', async () => {
    await expect(render(pageObject('stones/Gone', {}))).rejects.toThrow(
      'The page "stones/Gone" is not in this build. Check that its module is installed and has src/pages/Gone.tsx, then build again. [ASH701]',
    )
  })
})
