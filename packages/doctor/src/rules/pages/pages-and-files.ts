/** Pages without a component, and components without a page. A boot refuses both; here they are seen in the sources. */
import { errorPage } from 'ashlar/module'
import { defineRule } from '../../rule.ts'
import { listModulePageFiles, listPageFiles, pagesFolderOf } from './page-files.ts'

/** ASH116: a page of the contract that has no component. */
export const pageWithoutFile = defineRule({
  code: 'ASH116',
  title: 'A page without a component',
  family: 'pages',
  level: 'error',
  cause: 'A route that renders the page has nothing to show.',
  remedy: 'Add the component to the pages folder, or drop the page from the contract.',
  fix: { none: 'What the page shows is not known.' },
  *check({ modules }) {
    for (const module of modules) {
      const { id, declares } = module
      if (id === undefined) continue
      const files = listModulePageFiles(module)
      for (const { name, place } of declares.pages) {
        const component = name.slice(`${id}/`.length)
        if (!name.startsWith(`${id}/`) || files.has(component)) continue
        yield {
          place,
          message: `The page "${name}" has no component: ${pagesFolderOf(module)} has no file ${component}.tsx.`,
          modules: [id],
        }
      }
    }
  },
})

/** ASH117: a component in the pages folder that no page declares. */
export const fileWithoutPage = defineRule({
  code: 'ASH117',
  title: 'A component without a page',
  family: 'pages',
  level: 'error',
  cause: 'A component that no page declares has no props that are checked, and no route can render it.',
  remedy: 'Declare it with definePages, or begin its name with a lower-case letter if it is a part of a page.',
  fix: { none: 'Whether it is a page, and with which props, is not known.' },
  *check({ modules }) {
    for (const module of modules) {
      const { id, declares } = module
      if (declares.partial.includes('pages')) continue
      const declared = new Set(declares.pages.map(({ name }) => name))
      for (const [component, file] of listModulePageFiles(module)) {
        if (declared.has(`${id}/${component}`)) continue
        yield {
          place: { file, line: 1, column: 1 },
          message: `This file is the component of no page: the contract of module "${id}" declares no page "${component}".`,
          modules: id === undefined ? [] : [id],
        }
      }
    }
  },
})

/** ASH138: a page file of the app that stands in for no module's page. */
export const overrideWithoutPage = defineRule({
  code: 'ASH138',
  title: 'An override of a page that does not exist',
  family: 'pages',
  level: 'error',
  cause: 'A file in the pages folder of an app is shown in the place of a module’s page, and this one never would be.',
  remedy: 'Name it as the page it stands in for: pages/<module>/<Page>.tsx.',
  fix: { none: 'Which page was meant is not known.' },
  *check({ apps }) {
    for (const { package: of, modules } of apps) {
      if (modules.some(({ declares, definition }) => !definition || declares.partial.includes('pages'))) continue
      const known = new Set([errorPage, ...modules.flatMap(({ declares }) => declares.pages.map(({ name }) => name))])
      for (const [page, file] of listPageFiles(of, 'pages')) {
        if (known.has(page)) continue
        yield {
          place: { file, line: 1, column: 1 },
          message: `No module of ${of.name} declares the page "${page}" that this file would stand in for.`,
        }
      }
    }
  },
})
