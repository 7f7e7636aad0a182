/** The props of every page. What many requests share is serialised once and spliced into pages as text. */
import type { AccountPaths } from '../contract/identity.ts'
import type { MenuItem } from '../contract/menu.ts'
import type { SharedProps } from '../contract/shared-props.ts'
import type { Viewer } from '../http/visit.ts'
import { dirOf, type Translations } from '../i18n/index.ts'
import { type RawJson, rawJson, rawJsonObject } from '../inertia/raw-json.ts'
import type { ManifestAccess, ModuleManifest } from '../module/manifest.ts'

export interface SharedPropsOptions {
  readonly app: SharedProps['app']
  readonly manifests: readonly ModuleManifest[]
  readonly translations: Translations
  /** The ways in and out; `undefined` in an app without users. */
  readonly findAccountPaths: () => Promise<AccountPaths | undefined>
}

/** Makes the shared props of one page for one viewer. */
export type CreateSharedProps = (page: string, viewer: Viewer, language: string) => Promise<Record<string, unknown>>

/** Texts of the app's shell that every page shows. */
const shellNamespaces = ['ui']

export function createSharedProps({
  app,
  manifests,
  translations,
  findAccountPaths,
}: SharedPropsOptions): CreateSharedProps {
  const appJson = rawJson(JSON.stringify(app))
  const namespacesOf = createNamespaces(manifests)
  const locales = new Map<string, RawJson>()
  const audiences = new WeakMap<ReadonlySet<string>, Map<string, Audience>>()

  function localeOf(page: string, language: string): RawJson {
    const module = page.slice(0, page.indexOf('/'))
    const key = `${language}/${module}`
    const known = locales.get(key)
    if (known) return known
    const texts = namespacesOf(module).map((namespace) => [namespace, translations.findTexts(language, namespace)])
    const namespaces = Object.fromEntries(texts.filter(([, found]) => found !== undefined))
    const locale = rawJsonObject({ language, dir: dirOf(language), namespaces })
    locales.set(key, locale)
    return locale
  }

  function audienceOf({ identity, permissions }: Viewer, language: string): Audience {
    const byLanguage = audiences.get(permissions) ?? new Map<string, Audience>()
    audiences.set(permissions, byLanguage)
    const key = identity ? `${language}+` : language
    const known = byLanguage.get(key)
    if (known) return known
    const audience = {
      permissions: rawJson(JSON.stringify([...permissions])),
      menu: rawJson(JSON.stringify(createMenu(manifests, translations, language, permissions, identity !== undefined))),
    }
    byLanguage.set(key, audience)
    return audience
  }

  return async (page, viewer, language) => {
    const { identity } = viewer
    const { permissions, menu } = audienceOf(viewer, language)
    return {
      app: appJson,
      user: identity ? { id: identity.id, name: identity.name, email: identity.email } : null,
      account: (await findAccountPaths()) ?? null,
      permissions,
      menu,
      locale: localeOf(page, language),
    }
  }
}

/** What viewers with the same permissions see alike. */
interface Audience {
  readonly permissions: RawJson
  readonly menu: RawJson
}

/** A page is given the texts of its module, of the modules it needs, and of the shell. */
function createNamespaces(manifests: readonly ModuleManifest[]): (module: string) => string[] {
  const offeredBy = new Map(manifests.flatMap(({ id, offers }) => offers.map(({ service }) => [service, id] as const)))
  const needed = new Map(
    manifests.map(({ id, needs }) => [id, needs.flatMap(({ service }) => offeredBy.get(service) ?? [])]),
  )
  return (module) => [...new Set([...shellNamespaces, module, ...(needed.get(module) ?? [])])]
}

function createMenu(
  manifests: readonly ModuleManifest[],
  { translate }: Translations,
  language: string,
  permissions: ReadonlySet<string>,
  signedIn: boolean,
): MenuItem[] {
  const entries = manifests.flatMap(({ id, menu }) => menu.map((entry) => ({ ...entry, module: id })))
  return entries
    .filter(({ access }) => maySee(access, permissions, signedIn))
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
