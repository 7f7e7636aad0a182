/** The peer of the boot benchmark: Fastify with an encapsulated plugin per module and a schema per route. */
import Fastify from 'fastify'

const modules = Number(process.env.MODULES)
const app = Fastify()
const answer = { type: 'object', properties: { module: { type: 'string' }, route: { type: 'string' } } }
const body = {
  type: 'object',
  required: ['title', 'amount'],
  properties: { title: { type: 'string', minLength: 1, maxLength: 200 }, amount: { type: 'integer' } },
}

for (let index = 0; index < modules; index += 1) {
  const id = `m${index}`
  app.register(
    async (context) => {
      for (let route = 0; route < 10; route += 1) {
        const handler = async () => ({ module: id, route: `route${route}` })
        if (route % 2 === 0) context.get(`/r${route}`, { schema: { response: { 200: answer } } }, handler)
        else context.post(`/r${route}/:id`, { schema: { body, response: { 200: answer } } }, handler)
      }
    },
    { prefix: `/${id}` },
  )
}
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' })
