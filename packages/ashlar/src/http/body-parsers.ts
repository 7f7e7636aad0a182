/** The types of bodies that are taken, and how each is read. */
import type { FastifyInstance } from 'fastify'
import { malformedBody } from './errors.ts'
import { readFormBody } from './form-body.ts'

/** Teaches Fastify to read JSON and forms; any other type answers 415. */
export function addBodyParsers(fastify: FastifyInstance): void {
  const parseJson = fastify.getDefaultJsonParser('error', 'error')
  fastify.removeAllContentTypeParsers()
  fastify.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, text, done) => {
    // JSON has such characters only as escapes. The quick look finds few candidates; only in those is the value searched.
    if (!text.includes('\\u')) return parseJson(request, text, done)
    parseJson(request, text, (error, value) => {
      if (!error && holdsUnstorable(value)) done(unstorableText())
      else done(error, value)
    })
  })
  for (const type of ['multipart/form-data', 'application/x-www-form-urlencoded']) {
    fastify.addContentTypeParser<Buffer>(type, { parseAs: 'buffer' }, async (request: unknown, bytes: Buffer) => {
      const { headers } = request as { readonly headers: { readonly 'content-type'?: string } }
      const body = await readFormBody(headers['content-type'] ?? type, bytes)
      if (holdsUnstorable(body.values)) throw unstorableText()
      return body
    })
  }
}

const unstorableText = () => malformedBody('a text in it holds the character U+0000, or half a character.')

/**
 * Whether there is a text that PostgreSQL has no place for: U+0000 in any text, a lone surrogate in any JSON.
 * Without recursion, since a sender chooses how deep a value is. Source: PostgreSQL 18 documentation, 8.3 and 8.14.
 */
function holdsUnstorable(body: unknown): boolean {
  const open = [body]
  while (open.length > 0) {
    const value = open.pop()
    if (typeof value === 'string') {
      if (value.includes('\0') || !value.isWellFormed()) return true
    } else if (value instanceof File) {
      open.push(value.name)
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, inner] of Object.entries(value)) open.push(name, inner)
    }
  }
  return false
}
