import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { always, defer, optional } from '../index.ts'
import { objectOf, pageOf, reload } from './visits.ts'

/** How a prop of the generated page is given. */
type Given = 'value' | 'closure' | 'promise' | 'optional' | 'deferred' | 'always'

const keys = ['a', 'ab', 'b', 'c']
const leafPaths = keys.flatMap((outer) => keys.map((inner) => `${outer}.${inner}`))
const inner = z.object(Object.fromEntries(keys.map((key) => [key, z.string().optional()])))
const page = pageOf(Object.fromEntries(keys.map((key) => [key, inner])))

const given = fc.constantFrom<Given>('value', 'closure', 'promise', 'optional', 'deferred', 'always')
const paths = fc.uniqueArray(fc.constantFrom(...keys, ...leafPaths, 'a.b.c', 'zz'), { maxLength: 4 })
const forms = fc.record(Object.fromEntries(leafPaths.map((path) => [path, given])))

/** Makes a prop in one form; `ran` notes the closures that run. */
function make(path: string, form: Given, ran: string[]) {
  const run = () => {
    ran.push(path)
    return path
  }
  switch (form) {
    case 'value':
      return path
    case 'promise':
      return Promise.resolve(path)
    case 'closure':
      return run
    case 'optional':
      return optional(run)
    case 'deferred':
      return defer(run)
    case 'always':
      return always(run)
  }
}

function isAtOrBelow(path: string, ancestor: string): boolean {
  return `${path}.`.startsWith(`${ancestor}.`)
}

/** The rules of a partial reload, told for one leaf of the page at a time. */
function isWanted(path: string, form: Given, only: readonly string[], except: readonly string[]): boolean {
  const [outer = ''] = path.split('.')
  const isNamed = only.length === 0 || only.some((name) => isAtOrBelow(path, name))
  const isRemoved = except.some((name) => isAtOrBelow(path, name))
  const leadsDeeper = only.some((name) => name !== path && isAtOrBelow(name, path))
  const isParentEntered =
    (only.length === 0 || only.some((name) => isAtOrBelow(outer, name) || isAtOrBelow(name, outer))) &&
    !except.includes(outer)
  // A path below a leaf leads into it, and a single value is sent as it is, or as what its closure makes.
  return form === 'always' ? isParentEntered : (isNamed || leadsDeeper) && !isRemoved
}

describe('a partial reload', () => {
  test('has exactly the props that its filter wants, and runs no other closure', async () => {
    await fc.assert(
      fc.asyncProperty(forms, paths, paths, async (formOf, only, except) => {
        const ran: string[] = []
        const props = Object.fromEntries(
          keys.map((outer) => [
            outer,
            Object.fromEntries(
              keys.map((key) => [key, make(`${outer}.${key}`, formOf[`${outer}.${key}`] ?? 'value', ran)]),
            ),
          ]),
        )
        const request = reload({
          ...(only.length > 0 && { only: only.join(',') }),
          ...(except.length > 0 && { except: except.join(',') }),
        })
        const object = await objectOf({ request, page, props })

        const wanted = leafPaths.filter((path) => isWanted(path, formOf[path] ?? 'value', only, except))
        const sent = Object.entries(object.props)
          .filter(([outer]) => outer !== 'errors')
          .flatMap(([outer, members]) => Object.keys(members as object).map((key) => `${outer}.${key}`))
        expect(sent.toSorted()).toEqual(wanted.toSorted())
        expect(ran.toSorted()).toEqual(
          wanted.filter((path) => formOf[path] !== 'value' && formOf[path] !== 'promise').toSorted(),
        )
      }),
      { numRuns: 300 },
    )
  })
})
