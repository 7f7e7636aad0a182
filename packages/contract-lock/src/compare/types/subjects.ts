/** The types of two contracts that are to be compared. */
import type { ContractSymbol } from '../../change.ts'
import type { Surface } from '../../lock/lock.ts'
import { exportSymbols } from '../symbols.ts'
import { closureOf } from './closure.ts'
import { nameOfKey, serviceType, textOf } from './program.ts'

/** Two states of one contract. */
export interface SurfacePair {
  /** The folder of its module, from which its imports are found. */
  readonly folder: string
  readonly old: Surface
  readonly now: Surface
  /** The services that other packages of the workspace offer. */
  readonly offeredElsewhere: ReadonlySet<string>
}

/**
 * Who makes values of a type, and who gets them.
 *
 * Consumers read it, or give it, or nobody can tell; they call a service of its module (`service`), and make one that
 * others may offer (`port`).
 */
export type Use = 'read' | 'given' | 'both' | 'service' | 'port'

/** A type whose text, or that of something it is made of, is not what it was. */
export interface Subject {
  readonly name: string
  readonly surface: 'type' | 'service'
  readonly use: Use
  /** What it is called in the programs, as a type or as a value. */
  readonly declared: string
  readonly isValue: boolean
  readonly symbols: readonly ContractSymbol[]
}

/** Lists what differs between the types of two states. */
export function listSubjects(pair: SurfacePair): readonly Subject[] {
  const { old, now } = pair
  const services = Object.keys(old.services).filter((name) => name in now.services)
  const interfaces = new Set(services.flatMap((name) => [old, now].map((surface) => interfaceOf(name, surface))))
  const keys = Object.keys(old.types).filter(
    // An interface is judged with its service.
    (key) => key in now.types && !interfaces.has(key) && [old, now].every((surface) => isExported(key, surface)),
  )
  const differ = (before: string, after: string) => closureOf(before, old) !== closureOf(after, now)
  return [
    ...services
      .filter((name) => differ(interfaceOf(name, old), interfaceOf(name, now)))
      .map((name) => serviceSubject(name, pair)),
    ...keys
      .filter((key) => differ(declarationOf(key, old), declarationOf(key, now)))
      .flatMap((key) => typeSubjects(key, pair)),
  ]
}

function serviceSubject(name: string, { old, now, offeredElsewhere }: SurfacePair): Subject {
  const isOwn = [old, now].every(({ services }) => services[name]?.offered) && !offeredElsewhere.has(name)
  const own = interfaceOf(name, old)
  return {
    name,
    surface: 'service',
    use: isOwn ? 'service' : 'port',
    declared: serviceType(name),
    isValue: false,
    symbols: [...exportSymbols(old, `service ${name}`), ...(own in old.exports ? [{ name: own }] : [])],
  }
}

/** A class is a type and a value; what makes its instances is judged apart from them. */
function typeSubjects(key: string, { old, now }: SurfacePair): readonly Subject[] {
  const name = nameOfKey(key)
  const subject = { name, surface: 'type' as const, declared: name, symbols: [{ name }] }
  const value: Subject = { ...subject, use: 'read', isValue: true }
  if (key !== name) return [value]
  const type: Subject = { ...subject, use: useOf(name, old, now), isValue: false }
  return [old, now].every(({ types }) => /^(?:abstract )?class /.test(textOf(types[key]))) ? [type, value] : [type]
}

function interfaceOf(service: string, { services }: Surface): string {
  return textOf(services[service]?.interface)
}

function declarationOf(key: string, { types }: Surface): string {
  return `${key} ${textOf(types[key])}`
}

function isExported(key: string, { exports }: Surface): boolean {
  const kinds = exports[nameOfKey(key)]?.split(', ') ?? []
  return key === nameOfKey(key) ? kinds.some((kind) => kind.endsWith('type')) : kinds.includes('value')
}

function useOf(name: string, old: Surface, now: Surface): Use {
  const [before, after] = [old, now].map(({ exports }) =>
    exports[name]?.split(', ').find((kind) => kind.endsWith('type')),
  )
  if (before !== after) return 'both'
  return before === 'read type' ? 'read' : before === 'given type' ? 'given' : 'both'
}
