/** The types of two contracts that are to be compared. */
import type { ContractSymbol } from '../change.ts'
import type { Surface } from '../lock/lock.ts'
import { closureOf } from './type-closure.ts'
import { nameOfKey, serviceType, textOf } from './type-program.ts'

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
export function listSubjects({ old, now, offeredElsewhere }: SurfacePair): readonly Subject[] {
  const services = Object.keys(old.services).filter((name) => name in now.services)
  const interfaces = new Set(services.flatMap((name) => [old, now].map((surface) => interfaceOf(name, surface))))
  return [
    ...services
      .filter((name) => closureOf(interfaceOf(name, old), old) !== closureOf(interfaceOf(name, now), now))
      .map((name): Subject => {
        const isOwn = [old, now].every((surface) => surface.services[name]?.offered) && !offeredElsewhere.has(name)
        return {
          name,
          surface: 'service',
          use: isOwn ? 'service' : 'port',
          declared: serviceType(name),
          isValue: false,
          symbols: [name, interfaceOf(name, old)]
            .filter((symbol) => symbol in old.exports)
            .map((symbol) => ({ name: symbol })),
        }
      }),
    ...Object.keys(old.types)
      // An interface is judged with its service.
      .filter(
        (key) => key in now.types && !interfaces.has(key) && [old, now].every((surface) => isExported(key, surface)),
      )
      .filter((key) => closureOf(declarationOf(key, old), old) !== closureOf(declarationOf(key, now), now))
      .map((key): Subject => {
        const name = nameOfKey(key)
        const isValue = key !== name
        const use = isValue ? 'read' : useOf(name, old, now)
        return { name, surface: 'type', use, declared: name, isValue, symbols: [{ name }] }
      }),
  ]
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
