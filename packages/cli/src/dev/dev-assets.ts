import type { PageAssets, RenderedPage } from 'ashlar/runtime'
import { readIcon } from '../app/icon.ts'
import { clientEntry, styleFileUrl } from '../vite/virtual-modules.ts'
import type { FromApp, ToApp } from './messages.ts'

/** Below which path the front hands requests to Vite. No route of a module can begin with it. */
export const viteBase = '/@ashlar/'

interface PendingRender {
  readonly resolve: (page: RenderedPage) => void
  readonly reject: (error: Error) => void
}

/** Serves pages through the process that owns Vite. */
export function createDevAssets(appFolder: string, say: (message: FromApp) => void): PageAssets {
  const pending = new Map<number, PendingRender>()
  let lastId = 0
  process.on('message', (message: ToApp) => {
    if (message.kind === 'stop') return
    const waiting = pending.get(message.id)
    pending.delete(message.id)
    if (message.kind === 'rendered') waiting?.resolve(message.result)
    else waiting?.reject(new Error(message.message))
  })
  return {
    version: 'development',
    tags: (_page, nonce) => writeIconTag(appFolder) + writeTags(nonce),
    render: (page) =>
      new Promise((resolve, reject) => {
        lastId += 1
        pending.set(lastId, { resolve, reject })
        // A page object may hold values that only know how to become JSON.
        say({ kind: 'render', id: lastId, page: JSON.parse(JSON.stringify(page)) })
      }),
    connectSources: ['ws:'],
  }
}

/** The style sheet is linked for the first paint; the entry removes the link once Vite has put its own in place. */
function writeTags(nonce: string): string {
  return (
    `<link rel="stylesheet" href="${viteBase}${styleFileUrl}?direct" data-first-paint>` +
    `<script type="module" src="${viteBase}@id/__x00__${clientEntry}" nonce="${nonce}"></script>`
  )
}

/** Read for each document, so that another icon shows when the page is loaded again. */
function writeIconTag(appFolder: string): string {
  const { type, source } = readIcon(appFolder)
  return `<link rel="icon" href="data:${type};base64,${source.toString('base64')}">`
}
