import fc from 'fast-check'
import { expect, test } from 'vitest'
import { optional, service } from '../../src/contract/index.ts'
import { orderModules } from '../../src/module/graph.ts'
import { manifestOf } from './manifests.ts'

/** Modules by id, each with the ids of those it needs. */
function manifestsOf(needs: Readonly<Record<string, readonly string[]>>) {
  return Object.entries(needs).map(([id, needed]) =>
    manifestOf({
      id,
      offers: { [id]: service(id) },
      needs: Object.fromEntries(needed.map((other) => [other, service(other)])),
    }),
  )
}

test('a module comes after all it needs, and in alphabetical order where that is left open', () => {
  const { ids, circles } = orderModules(
    manifestsOf({ orders: ['users', 'catalog'], users: [], catalog: [], billing: ['orders'] }),
  )

  expect(ids).toEqual(['catalog', 'users', 'orders', 'billing'])
  expect(circles).toEqual([])
})

test('an optional need comes first when it is there, and is no matter when it is not', () => {
  const orders = manifestOf({ id: 'a', needs: { mail: optional(service('mail')), fax: optional(service('fax')) } })
  const mail = manifestOf({ id: 'mail', offers: { mail: service('mail') } })

  expect(orderModules([orders, mail]).ids).toEqual(['mail', 'a'])
  expect(orderModules([orders]).ids).toEqual(['a'])
})

test('the order does not depend on the order in which modules are found', () => {
  const manifests = manifestsOf({ a: ['d'], b: ['c'], c: ['d'], d: [], e: ['a', 'b'] })

  expect(orderModules(manifests.toReversed()).ids).toEqual(orderModules(manifests).ids)
})

test('of any graph, the order is right, or every need that stands in a circle is in one that is told', () => {
  const graph = fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 7 }), { maxLength: 4 }), {
    minLength: 8,
    maxLength: 8,
  })

  fc.assert(
    fc.property(graph, (edges) => {
      const needs = Object.fromEntries(edges.map((others, id) => [`m${id}`, others.map((other) => `m${other}`)]))
      const { ids, circles } = orderModules(manifestsOf(needs))

      const isEdge = ([from, to]: readonly string[]) => needs[from ?? '']?.includes(to ?? '')
      const stepsOf = (circle: readonly string[]) => circle.slice(1).map((to, index) => [circle[index] ?? '', to])
      const told = circles.flatMap(stepsOf)
      expect(told.every(isEdge)).toBe(true)
      expect(new Set(circles.map((circle) => circle.join())).size).toBe(circles.length)
      for (const circle of circles) expect(circle[0]).toBe(circle.at(-1))

      const toldSteps = new Set(told.map((step) => step.join()))
      for (const [id, others] of Object.entries(needs)) {
        for (const other of others) {
          const inCircle = reaches(needs, other, id)
          expect(toldSteps.has([id, other].join())).toBe(inCircle)
          if (!inCircle) expect(ids.indexOf(other)).toBeLessThan(ids.indexOf(id))
        }
      }
    }),
  )
})

function reaches(needs: Readonly<Record<string, readonly string[]>>, from: string, to: string): boolean {
  const seen = new Set([from])
  for (const id of seen) for (const other of needs[id] ?? []) seen.add(other)
  return seen.has(to)
}
