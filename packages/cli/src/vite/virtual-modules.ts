/**
 * The modules that exist only while Vite runs. They join the pages of every installed module to one browser app, so
 * that an app needs no entry file, no list of pages and no generated file.
 */
import { errorPage } from 'ashlar/module'
import { normalizePath, type Plugin } from 'vite'
import { listPageFiles, type PageSource } from './page-files.ts'
import { writeStyleSheet } from './style-sheet.ts'

/** The entry of the browser's side. */
export const clientEntry = 'virtual:ashlar/client'
/** The entry of server rendering; exports `render`. */
export const serverEntry = 'virtual:ashlar/server'
/** Exports `resolve`, which loads the component of a page by the page's name. */
export const pagesModule = 'virtual:ashlar/pages'
/** The page of errors that nobody designed. */
const plainErrorPage = 'virtual:ashlar/error-page'
/** The style sheet of the whole app. */
export const styleSheet = 'virtual:ashlar/styles.css'

/** An app as its browser side is built from. */
export interface PagesOfApp {
  readonly appFolder: string
  readonly modules: readonly PageSource[]
}

/**
 * Where the style sheet seems to stand, from the app's folder: Tailwind resolves what it names from there, and finds
 * nothing from a folder that does not exist yet.
 */
export const styleFileUrl = 'ashlar.styles.css'

/** Told to open pages when the server has started anew. */
export const refreshEvent = 'ashlar:refresh-props'

const clientSource = `
import ${JSON.stringify(styleSheet)}
import { startApp } from 'ashlar/react/client'
import { resolve } from ${JSON.stringify(pagesModule)}

startApp({ resolve })
`

/** In development, props are fetched anew when the server has changed, and React is told to keep the state of pages. */
const hotClientSource = `
import '@vitejs/plugin-react/preamble'
${clientSource}
import { router } from 'ashlar/react'

document.querySelector('link[data-first-paint]')?.remove()
import.meta.hot?.on(${JSON.stringify(refreshEvent)}, () => router.reload())
`

const serverSource = `
import { createRenderer } from 'ashlar/react/server'
import { resolve } from ${JSON.stringify(pagesModule)}

export const render = createRenderer({ resolve })
`

const resolveSource = `
export async function resolve(page) {
  return Object.hasOwn(pages, page) ? pages[page]() : undefined
}
`

/** What shows an error where neither the app nor the component kit has a page for it. */
const errorPageSource = `
import { createElement } from 'react'

export default function ErrorPage({ status, code, message, requestId }) {
  return createElement('main', null,
    createElement('h1', null, status),
    createElement('p', null, message),
    createElement('p', null, code + ' · ' + requestId))
}
`

/** Serves the virtual modules of an app. */
export function virtualModules(app: PagesOfApp, command: 'build' | 'serve'): Plugin {
  const styleFile = `${normalizePath(app.appFolder)}/${styleFileUrl}`
  const sources = new Map<string, () => string>([
    [`\0${clientEntry}`, () => (command === 'serve' ? hotClientSource : clientSource)],
    [`\0${serverEntry}`, () => serverSource],
    [`\0${plainErrorPage}`, () => errorPageSource],
    [`\0${pagesModule}`, () => writePagesModule(app)],
    [styleFile, () => writeStyleSheet(app.appFolder, app.modules)],
  ])
  return {
    name: 'ashlar:virtual-modules',
    enforce: 'pre',
    resolveId(id) {
      if (id === styleSheet) return styleFile
      // The link of the first paint asks for it by its address.
      if (id.replace(/\?.*$/, '') === `/${styleFileUrl}`) return id.replace(`/${styleFileUrl}`, styleFile)
      return sources.has(`\0${id}`) ? `\0${id}` : undefined
    },
    load(id) {
      const source = sources.get(id)?.() ?? sources.get(id.replace(/\?.*$/, ''))?.()
      return source === undefined ? undefined : { code: source, moduleSideEffects: true }
    },
  }
}

function writePagesModule({ appFolder, modules }: PagesOfApp): string {
  const files = new Map([[errorPage, plainErrorPage], ...listPageFiles(appFolder, modules)])
  const loaders = [...files].map(
    ([page, file]) => `  ${JSON.stringify(page)}: () => import(${JSON.stringify(normalizePath(file))}),`,
  )
  return `const pages = {\n${loaders.join('\n')}\n}\n${resolveSource}`
}
