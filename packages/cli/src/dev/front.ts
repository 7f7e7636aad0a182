/** The one port of development: Vite's files and the app's answers behind one address. */
import { type IncomingMessage, type Server, type ServerResponse, request as sendRequest } from 'node:http'
import { viteBase } from './dev-assets.ts'
import { writeFailurePage } from './failure-page.ts'
import type { PagesServer } from './pages-server.ts'
import type { Supervisor } from './supervisor.ts'

/** Answered once the app runs; the page that shows a failure waits for it. */
export const readyPath = `${viteBase}ready`

/** Lets a server answer for Vite and for the app. Requests wait while the app starts. */
export function answerInFront(server: Server, supervisor: Supervisor, pages: PagesServer): void {
  server.on('request', async (request, response) => {
    if (request.url === readyPath) {
      await waitUntilReady(supervisor, response)
    } else if (request.url?.startsWith(viteBase)) {
      pages.handle(request, response)
    } else {
      const state = await supervisor.settled()
      if (state.kind === 'ready') forward(request, response, state.port)
      else if (state.kind === 'failed') showFailure(response, state.message)
    }
  })
}

async function waitUntilReady(supervisor: Supervisor, response: ServerResponse): Promise<void> {
  let gone = false
  response.on('close', () => {
    gone = true
  })
  while (!gone && (await supervisor.settled()).kind !== 'ready') {
    await new Promise((resolve) => supervisor.once('ready', resolve))
  }
  response.writeHead(204, { 'cache-control': 'no-store' }).end()
}

function forward(request: IncomingMessage, response: ServerResponse, port: number): void {
  const { method, url, headers } = request
  const onward = sendRequest({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.rawHeaders)
    answer.pipe(response)
  })
  onward.on('error', (error) => {
    if (response.headersSent) response.destroy()
    else showFailure(response, `The app did not answer ${method} ${url}: ${error.message}.`)
  })
  response.on('close', () => onward.destroy())
  request.pipe(onward)
}

function showFailure(response: ServerResponse, message: string): void {
  response.writeHead(500, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
  response.end(writeFailurePage(message, readyPath))
}
