/**
 * The modules that exist only while Vite runs. They join the pages of every installed module to one browser app, so
 * that an app needs no entry file, no list of pages and no generated file.
 */
import { join } from 'node:path'
import { normalizePath, type Plugin } from 'vite'
import { listPageFiles, type PageSource } from './page-files.ts'
import { writeStyleSheet } from './style-sheet.ts'

/** The entry of the browser's side. */
export const clientEntry = 'virtual:ashlar/client'
/** The entry of server rendering; exports `render`. */
export const serverEntry = 'virtual:ashlar/server'
/** Exports `resolve`, which loads the component of a page by the page's name. */
export const pagesModule = 'virtual:ashlar/pages'
/** The style sheet of the whole app. */
export const styleSheet = 'virtual:ashlar/styles.css'

/** An app as its browser side is built from. */
export interface PagesOfApp {
  readonly appFolder: string
  readonly modules: readonly PageSource[]
}

const clientSource = `
import ${JSON.stringify(styleSheet)}
import { startApp } from 'ashlar/react/client'
import { resolve } from ${JSON.stringify(pagesModule)}

startApp({ resolve })
`

const serverSource = `
import { createRenderer } from 'ashlar/react/server'
import { resolve } from ${JSON.stringify(pagesModule)}

export const render = createRenderer({ resolve })
`

const resolveSource = `
export async function resolve(page) {
  if (!Object.hasOwn(pages, page)) throw new Error('There is no component for the page "' + page + '" in this build.')
  return pages[page]()
}
`

/** Serves the virtual modules of an app. */
export function virtualModules(app: PagesOfApp): Plugin {
  // The style sheet gets a path inside the app, because Tailwind resolves what a style sheet names from its folder.
  const styleFile = normalizePath(join(app.appFolder, '.ashlar/styles.css'))
  const sources = new Map<string, () => string>([
    [`\0${clientEntry}`, () => clientSource],
    [`\0${serverEntry}`, () => serverSource],
    [`\0${pagesModule}`, () => writePagesModule(app)],
    [styleFile, () => writeStyleSheet(app.appFolder, app.modules)],
  ])
  return {
    name: 'ashlar:virtual-modules',
    enforce: 'pre',
    resolveId(id) {
      if (id === styleSheet) return styleFile
      return sources.has(`\0${id}`) ? `\0${id}` : undefined
    },
    load(id) {
      const source = sources.get(id)?.() ?? sources.get(id.replace(/\?.*$/, ''))?.()
      return source === undefined ? undefined : { code: source, moduleSideEffects: true }
    },
  }
}

function writePagesModule({ appFolder, modules }: PagesOfApp): string {
  const loaders = [...listPageFiles(appFolder, modules)].map(
    ([page, file]) => `  ${JSON.stringify(page)}: () => import(${JSON.stringify(normalizePath(file))}),`,
  )
  return `const pages = {\n${loaders.join('\n')}\n}\n${resolveSource}`
}
