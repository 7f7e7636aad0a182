/** From the id people see to the UUID the database keeps, and back. The browser needs neither, so it loads neither. */
import { TypeID } from 'typeid-js'
import type { TypeIdOf } from './values.ts'

/** The UUID inside a TypeID. */
export function uuidOf(id: TypeIdOf<string>): string {
  return TypeID.fromString(id).toUUID()
}

/** The TypeID of a UUID. */
export function typeidOf<const Prefix extends string>(prefix: Prefix, uuid: string): TypeIdOf<Prefix> {
  return TypeID.fromUUID(prefix, uuid).toString() as TypeIdOf<Prefix>
}
