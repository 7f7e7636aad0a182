import type { FormUse } from '../../facts/forms.ts'
import { listShipped } from '../../project/import-graph.ts'
import { isOutside, type Lookup } from '../../project/lookup.ts'
import type { SourceFile } from '../../project/project.ts'
import { argumentOf, memberNameOf, placeOf } from '../../project/read-found.ts'
import { readFields } from '../../project/read-schema.ts'
import { defineRule } from '../../rule.ts'
import type { Position } from '../../source/position.ts'

interface Fault {
  readonly at: Position
  readonly message: string
  readonly remedy: string
}

/** ASH771: a form whose fields are not those of its route's body. */
export const formRefused = defineRule({
  code: 'ASH771',
  title: 'A form that its route refuses',
  family: 'pages',
  level: 'error',
  cause: 'The server takes the fields of the route’s body and no others, so whoever fills in the form cannot send it.',
  remedy: 'Give the form the fields of the route’s body.',
  fix: { none: 'What a missing field holds at first, and what a wrong one was meant to be, is not known.' },
  *check({ packages, lookup, moduleOf }) {
    for (const file of listShipped(packages)) {
      const id = moduleOf(file.package)?.id
      for (const { at, ...fault } of file.facts.forms.flatMap((form) => listFaults(form, file, lookup))) {
        yield { place: placeOf(file, at), ...fault, modules: id === undefined ? [] : [id] }
      }
    }
  },
})

function listFaults(form: FormUse, file: SourceFile, lookup: Lookup): Fault[] {
  const route = lookup.follow({ value: { kind: 'name', path: form.route, at: form.at }, file })
  const id = memberNameOf(route, 'defineRoutes')
  const options = argumentOf(route, 1, lookup)
  if (id === undefined || !options || isOutside(options)) return []
  const body = lookup.property(options, 'body')
  if (!body && lookup.isComplete(options)) return [takesNoBody(form, id)]
  const fields = readFields(body, lookup)
  if (!fields) return []
  const known = fields.known.map(({ name }) => name)
  const unknown = fields.open ? [] : form.fields.filter(({ name }) => !known.includes(name))
  const given = new Set([...form.bound, ...form.fields.map(({ name }) => name)])
  const missing = form.complete ? fields.known.filter(({ name, required }) => required && !given.has(name)) : []
  return [
    ...unknown.map((field) => fieldUnknown(field, id, known)),
    ...(missing.length === 0 ? [] : [fieldsMissing(form, id, missing)]),
  ]
}

const takesNoBody = ({ at }: FormUse, id: string): Fault => ({
  at,
  message: `This form is sent to the route "${id}", which takes no body.`,
  remedy: 'Declare the body of the route, or send an action without fields: useAction().',
})

const fieldUnknown = ({ name, at }: FormUse['fields'][number], id: string, known: readonly string[]): Fault => ({
  at,
  message: `This form sends the field "${name}" to the route "${id}", whose body does not have it.`,
  remedy: `Drop the field, or correct its name; the body has ${known.join(', ') || 'no fields'}.`,
})

function fieldsMissing({ at }: FormUse, id: string, missing: readonly { readonly name: string }[]): Fault {
  const names = missing.map(({ name }) => `"${name}"`).join(' and ')
  return {
    at,
    message: `This form leaves out ${names}, without which the route "${id}" refuses it.`,
    remedy: `Give the form a value for ${names} to start with.`,
  }
}
