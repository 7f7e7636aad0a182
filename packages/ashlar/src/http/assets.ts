import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

const oneYearSeconds = 31_536_000

/** Serves the hashed files of a build below `/assets/`. Their names change with their content, so browsers keep them. */
export async function serveAssets(fastify: FastifyInstance, folder: string): Promise<void> {
  await fastify.register(fastifyStatic, {
    root: folder,
    prefix: '/assets/',
    index: false,
    dotfiles: 'ignore',
    immutable: true,
    maxAge: oneYearSeconds * 1000,
    preCompressed: true,
    decorateReply: false,
  })
}
