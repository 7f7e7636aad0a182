/** What a project decides about the doctor, in the `doctor.json` beside its workspace. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { configMalformed } from './errors.ts'
import { type JsonSource, readJsonSource } from './source/json-source.ts'

export const configFile = 'doctor.json'

const Known = z.strictObject({
  code: z.string().regex(/^ASH\d+$/),
  /** From the root of the project. */
  file: z.string(),
  /** The message, which names what it is about; so a line may move without a new finding. */
  message: z.string(),
  reason: z.string().min(1),
  /** When it was let in. */
  since: z.iso.date(),
})

const DoctorConfig = z.strictObject({
  /** Folders that are left out: fixtures, generated trees. From the root. */
  ignore: z.array(z.string()).default([]),
  /** Libraries that only some modules may import, by the name of the package. */
  libraries: z.record(z.string(), z.array(z.string())).default({}),
  /** Ids of modules that may have no known findings. */
  strict: z.array(z.string()).default([]),
  /** Findings that are known and let pass, each with its reason. `--baseline` writes them. */
  known: z.array(Known).default([]),
})

export type DoctorConfig = z.output<typeof DoctorConfig>
export type KnownFinding = z.output<typeof Known>

export interface ReadConfig {
  readonly config: DoctorConfig
  readonly source: JsonSource
}

/** Reads the configuration of a project; without a file, the defaults. @throws ASH860 when it is malformed. */
export function readConfig(root: string): ReadConfig {
  const file = join(root, configFile)
  const source = readJsonSource(configFile, existsSync(file) ? readFileSync(file, 'utf8') : '{}')
  if (source.syntaxError) throw configMalformed(file, source.syntaxError.message)
  const result = DoctorConfig.safeParse(source.data)
  if (result.success) return { config: result.data, source }
  throw configMalformed(
    file,
    result.error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`).join('; '),
  )
}
