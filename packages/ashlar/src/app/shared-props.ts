/** The props of every page. What many requests share is serialised once and spliced into pages as text. */
import type { AccountPaths } from '../contract/identity.ts'
import type { MenuItem } from '../contract/menu.ts'
import type { SharedProps, SharedTenants } from '../contract/shared-props.ts'
import type { AppFlags } from '../flags/create-flags.ts'
import type { Visit } from '../http/visit.ts'
import { dirOf, type Translations } from '../i18n/index.ts'
import { type RawJson, rawJson, rawJsonObject } from '../inertia/raw-json.ts'
import type { ManifestAccess, ModuleManifest } from '../module/manifest.ts'

export interface SharedPropsOptions {
  readonly app: SharedProps['app']
  readonly manifests: readonly ModuleManifest[]
  readonly translations: Translations
  /** The ways in and out; `undefined` in an app without users. */
  readonly findAccountPaths: () => Promise<AccountPaths | undefined>
  /** Whether a flag is on for whoever a request acts for. */
  readonly isFlagOn: AppFlags['isOnFor']
}

/** What of a visit the shared props depend on. */
type SharedVisit = Pick<Visit, 'viewer' | 'scope' | 'tenant' | 'tenants'>

/** Makes the shared props of one page for one viewer. */
export type CreateSharedProps = (page: string, visit: SharedVisit, language: string) => Promise<Record<string, unknown>>

/** Texts of the app's shell that every page shows. */
const shellNamespaces = ['ui']

export function createSharedProps({
  app,
  manifests,
  translations,
  findAccountPaths,
  isFlagOn,
}: SharedPropsOptions): CreateSharedProps {
  const appJson = rawJson(JSON.stringify(app))
  const modulesOf = createModulesOf(manifests)
  const flagsOf = createFlagsOf(manifests, modulesOf)
  const menuFlags = [...new Set(manifests.flatMap(({ menu }) => menu.flatMap(({ flag }) => flag ?? [])))]
  const locales = new Map<string, RawJson>()
  const audiences = new WeakMap<ReadonlySet<string>, Map<string, Audience>>()

  function localeOf(page: string, language: string): RawJson {
    const module = moduleOf(page)
    const key = `${language}/${module}`
    const known = locales.get(key)
    if (known) return known
    const texts = [...new Set([...shellNamespaces, ...modulesOf(module)])].map((namespace) => [
      namespace,
      translations.findTexts(language, namespace),
    ])
    const namespaces = Object.fromEntries(texts.filter(([, found]) => found !== undefined))
    const locale = rawJsonObject({ language, dir: dirOf(language), namespaces })
    locales.set(key, locale)
    return locale
  }

  function audienceOf({ viewer, scope }: SharedVisit, language: string): Audience {
    const { identity, permissions } = viewer
    const on = menuFlags.filter((flag) => isFlagOn(flag, scope))
    const byLanguage = audiences.get(permissions) ?? new Map<string, Audience>()
    audiences.set(permissions, byLanguage)
    const key = [identity ? `${language}+` : language, ...on].join(' ')
    const known = byLanguage.get(key)
    if (known) return known
    const audience = {
      permissions: rawJson(JSON.stringify([...permissions])),
      menu: rawJson(
        JSON.stringify(
          createMenu(manifests, translations, language, { permissions, signedIn: identity !== undefined, flags: on }),
        ),
      ),
    }
    byLanguage.set(key, audience)
    return audience
  }

  return async (page, visit, language) => {
    const { identity } = visit.viewer
    const { permissions, menu } = audienceOf(visit, language)
    const flags = flagsOf(moduleOf(page))
    return {
      app: appJson,
      user: identity ? { id: identity.id, name: identity.name, email: identity.email } : null,
      account: (await findAccountPaths()) ?? null,
      permissions,
      menu,
      ...(flags.length === 0 ? {} : { flags: flags.filter((flag) => isFlagOn(flag, visit.scope)) }),
      tenancy: describeTenants(visit),
      locale: localeOf(page, language),
    }
  }
}

/** As many tenants as a menu can show. */
const shownTenants = 10

function describeTenants({ tenant, tenants, viewer }: SharedVisit): SharedTenants | null {
  if (tenants === undefined || viewer.identity === undefined) return null
  const { memberships, paths, addressOf } = tenants
  const byName = memberships.toSorted((left, right) => left.name.localeCompare(right.name))
  return {
    current: tenant === undefined ? null : { name: tenant.name, slug: tenant.slug },
    choices: byName.slice(0, shownTenants).map(({ name, slug, suspended }) => ({
      name,
      slug,
      suspended,
      address: addressOf?.(slug) ?? null,
    })),
    count: memberships.length,
    paths,
  }
}

/** What viewers with the same permissions see alike. */
interface Audience {
  readonly permissions: RawJson
  readonly menu: RawJson
}

const moduleOf = (page: string): string => page.slice(0, page.indexOf('/'))

/** The flags that a page is told of: those of its module and of the modules it needs. */
function createFlagsOf(
  manifests: readonly ModuleManifest[],
  modulesOf: (module: string) => readonly string[],
): (module: string) => readonly string[] {
  const byModule = new Map(manifests.map(({ id, flags }) => [id, flags.map(({ name }) => name)]))
  const known = new Map<string, readonly string[]>()
  return (module) => {
    const flags = known.get(module) ?? modulesOf(module).flatMap((id) => byModule.get(id) ?? [])
    known.set(module, flags)
    return flags
  }
}

/** A page is given what is of its module and of the modules that one needs. */
function createModulesOf(manifests: readonly ModuleManifest[]): (module: string) => string[] {
  const offeredBy = new Map(manifests.flatMap(({ id, offers }) => offers.map(({ service }) => [service, id] as const)))
  const needed = new Map(
    manifests.map(({ id, needs }) => [id, needs.flatMap(({ service }) => offeredBy.get(service) ?? [])]),
  )
  return (module) => [...new Set([module, ...(needed.get(module) ?? [])])]
}

/** What decides which entries of the menu somebody sees. */
interface MenuViewer {
  readonly permissions: ReadonlySet<string>
  readonly signedIn: boolean
  /** Of the flags that entries depend on, those that are on. */
  readonly flags: readonly string[]
}

function createMenu(
  manifests: readonly ModuleManifest[],
  { translate }: Translations,
  language: string,
  { permissions, signedIn, flags }: MenuViewer,
): MenuItem[] {
  const entries = manifests.flatMap(({ id, menu }) => menu.map((entry) => ({ ...entry, module: id })))
  return entries
    .filter(({ access, flag }) => maySee(access, permissions, signedIn) && (flag === undefined || flags.includes(flag)))
    .toSorted((left, right) => left.order - right.order || left.href.localeCompare(right.href))
    .map(({ module, href, label, icon, group }) => ({
      href,
      label: translate(language, `${module}:${label}`),
      icon,
      group: group === null ? null : translate(language, `${module}:${group}`),
    }))
}

function maySee(access: ManifestAccess, permissions: ReadonlySet<string>, signedIn: boolean): boolean {
  if (access === 'anyone') return true
  return signedIn && (access === 'signed-in' || permissions.has(access.permission))
}
