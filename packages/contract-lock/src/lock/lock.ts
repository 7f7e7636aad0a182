/** The form of `contract.lock.json`. */
import { z } from 'zod'

/** The form this release writes. It rises when an older release could misread what is written. */
export const lockFormat = 1

/** The name of the lock in the folder of a module. */
export const lockFile = 'contract.lock.json'

export type JsonSchema = { readonly [Keyword: string]: unknown }

const JsonSchemaText = z.record(z.string(), z.unknown())
const named = <Value extends z.ZodType>(value: Value) => z.record(z.string(), value).default({})
/** A text of one line, or its lines. */
const Text = z.union([z.string(), z.array(z.string())])

const LockedRoute = z.object({
  method: z.string(),
  path: z.string(),
  /** `anyone`, `signed-in`, or the name of a permission. */
  access: z.string(),
  params: JsonSchemaText.optional(),
  query: JsonSchemaText.optional(),
  body: JsonSchemaText.optional(),
  response: JsonSchemaText.optional(),
  bodyLimitBytes: z.number().optional(),
  timeoutMs: z.number().optional(),
})

const LockedSetting = z.object({
  env: z.string(),
  required: z.boolean(),
  secret: z.boolean(),
  /** Where it may be changed while the app runs; absent for one that is read at boot. */
  levels: z.array(z.string()).optional(),
  default: z.unknown().optional(),
  schema: JsonSchemaText,
})

const LockedService = z.object({
  /** Its interface, as text of TypeScript. */
  interface: Text,
  /** Whether the module that declares it offers it too. */
  offered: z.boolean(),
})

export const Surface = z.object({
  module: z.string(),
  package: z.string(),
  /** What the contract exports, and what each is. */
  exports: named(z.string()),
  /** The services that the module offers, its own and those others declare. */
  offers: z.array(z.string()).default([]),
  /** The services it cannot do without. */
  needs: z.array(z.string()).default([]),
  permissions: named(z.string()),
  services: named(LockedService),
  events: named(JsonSchemaText),
  settings: named(LockedSetting),
  routes: named(LockedRoute),
  pages: named(JsonSchemaText),
  schemas: named(z.object({ input: JsonSchemaText.optional(), output: JsonSchemaText.optional() })),
  /** Columns by table. Private to the module; locked so that a loss of data is seen. */
  tables: named(z.record(z.string(), z.string())),
  /** What the declarations import from packages, by the name they use. */
  imports: named(z.string()),
  /** The exported types, and those they are made of. */
  types: named(Text),
})

/** Every public surface of a module. */
export type Surface = z.output<typeof Surface>

export const Lock = Surface.extend({
  format: z.literal(lockFormat),
  /** The version of the package whose contract this is. */
  version: z.string(),
  /** What changed since that version was released; absent when this is the contract it was released with. */
  unreleased: z.enum(['patch', 'minor', 'major']).optional(),
})

/** A contract, and the version that has it. */
export type Lock = z.output<typeof Lock>

/** The version that a contract is locked for. */
export type LockedVersion = Pick<Lock, 'version' | 'unreleased'>
