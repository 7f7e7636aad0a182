import type { Logger } from 'pino'
import type { AshlarError } from '../contract/errors.ts'
import type { LocaleSource } from '../i18n/index.ts'
import type { AppConfig } from '../module/app-config.ts'
import type { ModuleSource } from '../module/manifest.ts'
import type { Role } from '../settings/process-role.ts'
import type { Environment } from '../settings/read-settings.ts'
import type { PageAssets } from './page-assets.ts'

/** What an app is booted from. */
export interface BootOptions {
  /** The app's name where its configuration gives none. */
  readonly name: string
  readonly config: AppConfig
  /** The modules that are on, in any order. */
  readonly modules: readonly ModuleSource[]
  /** Texts that belong to no module, such as those of the component kit. */
  readonly locales?: readonly LocaleSource[]
  /** Problems found while looking for them; they are reported with those of the boot. */
  readonly problems?: readonly AshlarError[]
  /** Whether every module that was looked for is there. @default true */
  readonly complete?: boolean
  readonly database: {
    /** Where the app runs, as its own role. */
    readonly appUrl: string
    /** Where migrations run; the same as `appUrl` when there is one role only. */
    readonly ownerUrl: string
  }
  readonly environment: Environment
  readonly assets: PageAssets
  readonly log: Logger
  /** The app's own origin, such as `https://shop.example`. */
  readonly origin?: string
  /**
   * Whether modules start on first use and props are only projected, as in production; otherwise all modules start
   * with the app and every prop is checked in full.
   */
  readonly production: boolean
  /** Whether pending migrations are applied. @default true */
  readonly migrate?: boolean
  /** How long a stopping server goes on accepting, in milliseconds. @default 0 */
  readonly lameDuckMs?: number
  /** What this process does. One that is no `web` answers the health probes alone. @default 'all' */
  readonly role?: Role | readonly Role[]
}
