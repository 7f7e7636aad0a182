/** The changes between two states of a contract, its types aside. */
import type { Change, ChangeClass, ContractSymbol, SurfaceKind } from '../change.ts'
import type { JsonSchema, Surface } from '../lock/lock.ts'
import { sameData } from '../sorted.ts'
import type { Side } from '../surface/describe-schema.ts'
import { compareRoutes } from './compare-routes.ts'
import { compareSchemas, type SchemaChange } from './compare-schemas.ts'
import { memberSymbols } from './member-symbols.ts'
import { placeOf } from './schema-place.ts'

/** Compares everything that a contract declares. */
export function compareSurfaces(old: Surface, now: Surface): readonly Change[] {
  return [
    ...compareIdentity(old, now),
    ...compareExports(old, now),
    ...comparePermissions(old, now),
    ...compareRoutes(old, now),
    ...compareDeclared(old, now, 'page', (surface) => surface.pages),
    ...compareDeclared(old, now, 'event', (surface) => surface.events),
    ...compareNamedSchemas(old, now),
    ...compareSettings(old, now),
    ...compareTables(old, now),
  ]
}

function compareIdentity(old: Surface, now: Surface): readonly Change[] {
  const changes: Change[] = []
  const say = (level: ChangeClass, name: string, message: string, symbols: readonly ContractSymbol[] = []) =>
    changes.push({ class: level, surface: 'module', name, message, symbols })
  const whole = Object.keys(old.exports).map((name) => ({ name }))
  if (old.module !== now.module) say('major', now.module, `the module was called "${old.module}"`, whole)
  if (old.package !== now.package) say('major', now.module, `the package was called "${old.package}"`, whole)
  for (const service of missing(old.offers, now.offers))
    say('major', service, 'the service is not offered any more', [{ name: service }])
  for (const service of missing(now.offers, old.offers)) say('minor', service, 'the service is offered now')
  for (const service of missing(now.needs, old.needs))
    say('major', service, 'the module cannot do without this service any more: an app has to bring it')
  for (const service of missing(old.needs, now.needs))
    say('patch', service, 'the module can do without this service now')
  return changes
}

function missing(from: readonly string[], without: readonly string[]): readonly string[] {
  return from.filter((name) => !without.includes(name))
}

function compareExports(old: Surface, now: Surface): readonly Change[] {
  const names = [...new Set([...Object.keys(old.exports), ...Object.keys(now.exports)])].toSorted()
  return names.flatMap((name): readonly Change[] => {
    const before = kindsOf(old.exports[name])
    const after = kindsOf(now.exports[name])
    const gone = missing(before, after)
    const added = missing(after, before)
    const change = { surface: 'export' as const, name, symbols: [{ name }] }
    if (gone.length > 0 && after.length === 0)
      return [{ ...change, class: 'major', message: `${list(gone)} is not exported any more` }]
    if (gone.length > 0) return [{ ...change, class: 'major', message: `it was ${list(before)} and is ${list(after)}` }]
    return added.length > 0 ? [{ ...change, class: 'minor', message: `${list(added)} is exported now` }] : []
  })
}

/** How values of a type come about is judged with the type itself. */
function kindsOf(kinds: string | undefined): readonly string[] {
  return kinds?.split(', ').map((kind) => (kind.endsWith('type') ? 'type' : kind)) ?? []
}

function list(kinds: readonly string[]): string {
  return kinds.map((kind) => `the ${kind}`).join(' and ')
}

function comparePermissions(old: Surface, now: Surface): readonly Change[] {
  const added = missing(Object.keys(now.permissions), Object.keys(old.permissions))
  const changes: Change[] = []
  const say = (level: ChangeClass, name: string, message: string) => {
    const member = name.slice(name.indexOf('.') + 1)
    changes.push({
      class: level,
      surface: 'permission',
      name,
      message,
      symbols: memberSymbols(old, 'permissions', member, name),
    })
  }
  for (const [name, label] of Object.entries(old.permissions)) {
    const current = now.permissions[name]
    const heir = added.find((other) => now.permissions[other] === label)
    if (current === undefined)
      say(
        'major',
        name,
        heir === undefined ? 'was removed' : `was renamed to "${heir}"; who had it has to be given it anew`,
      )
    else if (current !== label) say('patch', name, `is now called "${current}"; it was "${label}"`)
  }
  for (const name of added) say('minor', name, 'was added')
  return changes
}

function compareDeclared(
  old: Surface,
  now: Surface,
  kind: 'page' | 'event',
  select: (surface: Surface) => Readonly<Record<string, JsonSchema>>,
): readonly Change[] {
  const names = [...new Set([...Object.keys(select(old)), ...Object.keys(select(now))])].toSorted()
  return names.flatMap((name) => {
    const before = select(old)[name]
    const after = select(now)[name]
    const symbols = kind === 'page' ? memberSymbols(old, 'pages', name) : eventSymbols(old, name)
    const make = ({ class: level, message }: SchemaChange): Change => ({
      class: level,
      surface: kind,
      name,
      message,
      symbols,
    })
    if (!after) return [make({ class: 'major', message: 'was removed' })]
    if (!before) return [make({ class: 'minor', message: 'was added' })]
    return compareSchemas(placeOf(before, old.schemas), placeOf(after, now.schemas), 'output').map(make)
  })
}

/** Events are exported one by one; the lock tells their export by name and version. */
function eventSymbols(surface: Surface, event: string): readonly ContractSymbol[] {
  return Object.entries(surface.exports)
    .filter(([, kinds]) => kinds.split(', ').includes(`event ${event}`))
    .map(([name]) => ({ name }))
}

function compareNamedSchemas(old: Surface, now: Surface): readonly Change[] {
  return Object.keys(old.schemas).flatMap((name) => {
    const current = now.schemas[name]
    if (!current) return []
    const sides: readonly Side[] = ['input', 'output']
    const found = sides.flatMap((side) => {
      const before = old.schemas[name]?.[side]
      const after = current[side]
      if (!before || !after) return []
      const users = listUsers(old, name, side)
      const changes = compareSchemas(placeOf(before, old.schemas), placeOf(after, now.schemas), side)
      return changes.map(
        (change): Change => ({
          class: change.class,
          surface: 'schema',
          name,
          message: users.names.length > 0 ? `${change.message} (used by ${users.names.join(', ')})` : change.message,
          symbols: [{ name }, ...users.symbols],
        }),
      )
    })
    return found.filter((change, index) => !found.some((other, place) => place < index && sameData(other, change)))
  })
}

/** The pages, routes and events that a schema is a part of, on one side. */
function listUsers(
  surface: Surface,
  name: string,
  side: Side,
): { readonly names: readonly string[]; readonly symbols: readonly ContractSymbol[] } {
  const within = new Set([`#/schemas/${name}/${side}`])
  const contains = (value: unknown) => {
    const text = JSON.stringify(value)
    return [...within].some((reference) => text.includes(`"${reference}"`))
  }
  for (let before = 0; before !== within.size; ) {
    before = within.size
    for (const [other, sides] of Object.entries(surface.schemas)) {
      for (const [otherSide, schema] of Object.entries(sides))
        if (contains(schema)) within.add(`#/schemas/${other}/${otherSide}`)
    }
  }
  const users = (kind: SurfaceKind, parts: Readonly<Record<string, unknown>>) =>
    Object.keys(parts)
      .filter((part) => contains(parts[part]))
      .map((part) => ({ kind, part }))
  const all = [...users('route', surface.routes), ...users('page', surface.pages), ...users('event', surface.events)]
  return {
    names: all.map(({ kind, part }) => `${kind} ${part}`),
    symbols: all.flatMap(({ kind, part }) =>
      kind === 'event' ? eventSymbols(surface, part) : memberSymbols(surface, `${kind}s`, part),
    ),
  }
}

function compareSettings(old: Surface, now: Surface): readonly Change[] {
  const names = [...new Set([...Object.keys(old.settings), ...Object.keys(now.settings)])].toSorted()
  return names.flatMap((name) => {
    const before = old.settings[name]
    const after = now.settings[name]
    const changes: Change[] = []
    const say = (level: ChangeClass, message: string, security = false) =>
      changes.push({
        class: level,
        surface: 'setting',
        name,
        message,
        symbols: memberSymbols(old, 'settings', name, before?.env),
        ...(security ? { security: true } : {}),
      })
    if (!after) say('major', `was removed; ${before?.env} is not read any more`)
    else if (!before)
      say(
        after.required ? 'major' : 'minor',
        after.required ? `was added and must be given, as ${after.env}` : `was added, as ${after.env}`,
      )
    else {
      if (before.env !== after.env) say('major', `is read from ${after.env}; it was ${before.env}`)
      if (before.required !== after.required)
        say(after.required ? 'major' : 'minor', after.required ? 'must now be given' : 'need not be given any more')
      if (before.secret !== after.secret)
        say('minor', after.secret ? 'is a secret now' : 'is no secret any more', !after.secret)
      if (before.default !== undefined && after.default !== undefined && !sameData(before.default, after.default)) {
        say('minor', `its default changed from ${JSON.stringify(before.default)} to ${JSON.stringify(after.default)}`)
      }
      for (const change of compareSchemas(
        placeOf(before.schema, old.schemas),
        placeOf(after.schema, now.schemas),
        'input',
      )) {
        say(change.class, change.message)
      }
    }
    return changes
  })
}

/** Tables are private to their module: a change breaks no consumer, but it may lose data. */
function compareTables(old: Surface, now: Surface): readonly Change[] {
  const changes: Change[] = []
  const say = (name: string, message: string, destructive = false) =>
    changes.push({
      class: 'patch',
      surface: 'table',
      name,
      message,
      symbols: [],
      ...(destructive ? { destructive: true } : {}),
    })
  for (const name of [...new Set([...Object.keys(old.tables), ...Object.keys(now.tables)])].toSorted()) {
    const before = old.tables[name]
    const after = now.tables[name]
    if (!after) say(name, 'was removed, with its rows', true)
    else if (!before) say(name, 'was added')
    else {
      for (const column of [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted()) {
        if (before[column] === after[column]) continue
        if (after[column] === undefined) say(name, `column "${column}" was removed, with its values`, true)
        else if (before[column] === undefined) say(name, `column "${column}" was added: ${after[column]}`)
        else
          say(
            name,
            `column "${column}" was ${before[column]} and is ${after[column]}`,
            typeOf(before[column]) !== typeOf(after[column]),
          )
      }
    }
  }
  return changes
}

function typeOf(column: string): string {
  return column.replace(/ (not null|primary key|default)/g, '')
}
