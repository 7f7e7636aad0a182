/** The floor: the same work on `node:http` with no framework at all, and only as much care as the work itself needs. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import pg from 'pg'
import { createElement } from 'react'
import { renderToString } from 'react-dom/server'
import Rows, { type RowsProps } from '../page/rows.ts'
import { renderShell } from '../work.ts'
import { addNote, readPage } from './by-hand.ts'

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 })

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    response.writeHead(500).end(String(error))
  })
})

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { url = '/', method } = request
  if (url === '/hello') return sendJson(response, { hello: 'world' })
  if (url === '/bench/notes' && method === 'POST') {
    const body = JSON.parse(await readText(request))
    const isSound = typeof body.title === 'string' && body.title !== '' && Number.isInteger(body.amount)
    const note = isSound ? await addNote(pool, request.headers.cookie, body) : undefined
    if (!note) response.statusCode = isSound ? 401 : 422
    return sendJson(response, note ?? { error: 'refused' })
  }
  const page = await readPage(pool, request.headers.cookie, url)
  if (request.headers['x-inertia']) {
    response.setHeader('x-inertia', 'true')
    return sendJson(response, page)
  }
  const json = JSON.stringify(page).replaceAll('/', '\\/')
  const html = url === '/bench/rendered' ? renderToString(createElement(Rows, page.props as RowsProps)) : ''
  response.setHeader('content-type', 'text/html; charset=utf-8')
  response.end(renderShell(json, html))
}

function sendJson(response: ServerResponse, value: unknown): void {
  response.setHeader('content-type', 'application/json; charset=utf-8')
  response.end(JSON.stringify(value))
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = ''
  request.setEncoding('utf8')
  for await (const chunk of request) text += chunk
  return text
}

server.listen(Number(process.env.PORT), '127.0.0.1', () => process.send?.({ ready: true }))
