import type { Setting } from '../contract/settings.ts'

/** One setting, as it was declared. */
export interface DeclaredSetting {
  readonly module: string
  readonly name: string
  readonly setting: Setting
}

/** @throws ASH211 when the module has no such setting. */
export type FindDeclared = (module: string, name: string) => DeclaredSetting
