/**
 * Reads bodies that forms send: `multipart/form-data` with files, and `application/x-www-form-urlencoded`.
 *
 * Names with brackets become objects and lists, as the page's client writes them: `lines[0][quantity]`. All values are
 * texts or files; `typeTexts` gives them the types of the route's schema. Files are held in memory, within the body limit
 * of the route. Source: RFC 7578; WHATWG URL Standard §5.1.
 */
import { malformedBody } from './errors.ts'

/** A body of texts and files, as the form names them. */
export class FormBody {
  readonly values: Readonly<Record<string, unknown>>

  constructor(values: Readonly<Record<string, unknown>>) {
    this.values = values
  }
}

/** @throws ASH226 when the body is not what its type says, or when its names contradict each other. */
export async function readFormBody(contentType: string, bytes: Buffer): Promise<FormBody> {
  const response = new Response(new Uint8Array(bytes), { headers: { 'content-type': contentType } })
  const form = await response.formData().catch(() => {
    throw malformedBody('it is no form of the type that it says.')
  })
  const values: Branch = {}
  for (const [name, value] of form) place(values, splitName(name), value)
  return new FormBody(listsIn(values) as Record<string, unknown>)
}

interface Branch {
  [key: string]: FormDataEntryValue | FormDataEntryValue[] | Branch
}

const forbidden: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])
/** Nobody nests forms deeper; who does tries to make the reader work. */
const deepest = 10

/** `lines[0][quantity]` as its parts; an empty pair of brackets at the end adds to a list. */
function splitName(name: string): readonly string[] {
  const [, first = name, rest = ''] = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(name) ?? []
  const parts = [first, ...[...rest.matchAll(/\[([^[\]]*)\]/g)].map(([, part = '']) => part)]
  if (parts.length > deepest || parts.some((part) => forbidden.has(part))) {
    throw malformedBody('a field has a name that no form has.')
  }
  return parts
}

function place(branch: Branch, [name = '', ...rest]: readonly string[], value: FormDataEntryValue): void {
  const known = Object.hasOwn(branch, name) ? branch[name] : undefined
  if (rest.length === 0 || (rest.length === 1 && rest[0] === '')) {
    if (known === undefined) branch[name] = rest.length === 0 ? value : [value]
    else if (Array.isArray(known)) known.push(value)
    else if (typeof known === 'string' || known instanceof File) branch[name] = [known, value]
    else throw malformedBody(`the field "${name}" is given in two forms.`)
    return
  }
  const inner = known ?? {}
  if (typeof inner === 'string' || inner instanceof File || Array.isArray(inner)) {
    throw malformedBody(`the field "${name}" is given in two forms.`)
  }
  branch[name] = inner
  place(inner, rest, value)
}

/** An object whose names are 0, 1, 2 … is a list. */
function listsIn(value: Branch[string]): unknown {
  if (typeof value === 'string' || value instanceof File || Array.isArray(value)) return value
  const entries = Object.entries(value).map(([name, inner]) => [name, listsIn(inner)] as const)
  const isList = entries.length > 0 && entries.every(([name], index) => name === String(index))
  return isList ? entries.map(([, inner]) => inner) : Object.fromEntries(entries)
}
