/** The keys of each namespace: those its locale files have, and those that are looked up. Read once a project. */
import type { TextLookup } from '../../facts/lookups.ts'
import type { ObjectValue, Property, Value } from '../../facts/values.ts'
import type { Place } from '../../finding.ts'
import type { LocaleModel, ModuleModel, NamespaceModel, Project, SourceFile } from '../../project/project.ts'
import type { Position } from '../../source/position.ts'

/** The plural forms of Unicode CLDR, in its order. */
export const pluralForms = ['zero', 'one', 'two', 'few', 'many', 'other'] as const
export type PluralForm = (typeof pluralForms)[number]

/** A text of a locale file under its dotted key, or the plural forms of one. */
export interface LocaleKey {
  readonly key: string
  /** Where its name stands; of plural forms, the first one’s. */
  readonly at: Position
  readonly forms: ReadonlySet<PluralForm>
  /** Whether it has a text that asks for no count. */
  readonly plain: boolean
}

/** A place where a key is looked up. */
export interface KeyUse extends Omit<TextLookup, 'namespace' | 'at'> {
  readonly place: Place
  /** The module that looks it up, if it is one. */
  readonly module: string | undefined
}

export interface NamespaceKeys {
  readonly namespace: NamespaceModel
  readonly uses: readonly KeyUse[]
  /** The keys of each locale file that is sound. */
  readonly keysOf: ReadonlyMap<LocaleModel, ReadonlyMap<string, LocaleKey>>
  /** Those of the file that the others are held to; `undefined` when it cannot be read. */
  readonly main: ReadonlyMap<string, LocaleKey> | undefined
}

const known = new WeakMap<Project, readonly NamespaceKeys[]>()

/** The keys of every namespace of the project. */
export function listNamespaceKeys(project: Project): readonly NamespaceKeys[] {
  const found = known.get(project)
  if (found) return found
  const uses = listUses(project)
  const read = project.namespaces.map((namespace) => readKeys(namespace, uses.get(namespace.name) ?? []))
  known.set(project, read)
  return read
}

/** The module whose texts they are; none for a library's. */
export const modulesOf = ({ name, package: of }: NamespaceModel): string[] => (of.kind === 'module' ? [name] : [])

/** Whether a key in code may be this key of a locale file. */
export function mayMean(written: KeyUse['key'], key: string): boolean {
  if ('whole' in written) return written.whole === key
  const { before, after } = written
  return key.startsWith(before) && key.endsWith(after) && key.length >= before.length + after.length
}

/** Whether nothing is known of a key in code. */
export const isUnknown = (written: KeyUse['key']): boolean =>
  'before' in written && written.before === '' && written.after === ''

/** The key that a plural form belongs to: of `count_one` it is `count`. */
export function splitForm(key: string): { readonly key: string; readonly form: PluralForm } | undefined {
  const match = /^(.*[^.])_(zero|one|two|few|many|other)$/.exec(key)
  return match ? { key: match[1] ?? '', form: match[2] as PluralForm } : undefined
}

function listUses(project: Project): Map<string, KeyUse[]> {
  const uses = new Map<string, KeyUse[]>()
  const add = (namespace: string, use: KeyUse) => {
    const list = uses.get(namespace)
    if (list) list.push(use)
    else uses.set(namespace, [use])
  }
  for (const file of project.files.values()) {
    if (file.room === 'tests') continue
    const module = project.moduleOf(file.package)?.id
    for (const { namespace, at, ...lookup } of file.facts.lookups.flatMap((each) => [each, ...fillIn(each, file)])) {
      add(namespace, { ...lookup, place: { file: file.path, line: at.line, column: at.column }, module })
    }
  }
  for (const module of project.modules) {
    if (module.id !== undefined) for (const use of listMenuUses(module, module.id)) add(module.id, use)
  }
  return uses
}

/** The whole keys that a key with a computed part becomes where its function is called. */
function fillIn(lookup: TextLookup, { facts }: SourceFile): TextLookup[] {
  const { key, at } = lookup
  if (!('before' in key)) return []
  return facts.filledTemplates.flatMap((filled) =>
    filled.template === at.start
      ? [{ ...lookup, key: { whole: `${key.before}${filled.value}${key.after}` }, at: filled.at }]
      : [],
  )
}

/** The texts of the menu are looked up by boot. */
function listMenuUses({ declares }: ModuleModel, module: string): KeyUse[] {
  return declares.menu.flatMap(({ route, label, group, place }) => {
    const own = label ?? (route && `menu.${route.slice(route.indexOf('.') + 1)}`)
    return [own, group]
      .filter((key) => key !== undefined)
      .map((whole) => ({ key: { whole }, counted: false, hasDefault: false, sure: true, place, module }))
  })
}

function readKeys(namespace: NamespaceModel, uses: readonly KeyUse[]): NamespaceKeys {
  const texts = namespace.locales
    .filter(({ sound }) => sound)
    .map((locale) => [locale, listTexts(locale.json.value)] as const)
  const plurals = findPlurals(
    texts.flatMap(([, found]) => found.map(({ key }) => key)),
    uses,
  )
  const keysOf = new Map(texts.map(([locale, found]) => [locale, joinForms(found, plurals)] as const))
  return { namespace, uses, keysOf, main: namespace.main && keysOf.get(namespace.main) }
}

interface TextOfFile {
  readonly key: string
  readonly at: Position
}

function listTexts(value: Value, path = ''): TextOfFile[] {
  return propertiesOf(value).flatMap(([name, { value: inner, at }]) =>
    inner.kind === 'object' ? listTexts(inner, `${path}${name}.`) : [{ key: `${path}${name}`, at }],
  )
}

/** The properties of an object in their order in the file, which JavaScript does not keep for names that are numbers. */
export function propertiesOf(value: Value): readonly (readonly [name: string, property: Property])[] {
  return value.kind === 'object'
    ? Object.entries((value as ObjectValue).properties).toSorted(([, one], [, other]) => one.at.start - other.at.start)
    : []
}

/** The keys that have plural forms: those looked up with a count, and those that have two forms, one of them `other`. */
function findPlurals(keys: readonly string[], uses: readonly KeyUse[]): ReadonlySet<string> {
  const forms = new Map<string, Set<PluralForm>>()
  for (const split of keys.flatMap((key) => splitForm(key) ?? [])) {
    forms.set(split.key, (forms.get(split.key) ?? new Set()).add(split.form))
  }
  const isCounted = (key: string) => uses.some((use) => use.counted === true && mayMean(use.key, key))
  return new Set(
    [...forms].flatMap(([key, found]) => ((found.size > 1 && found.has('other')) || isCounted(key) ? [key] : [])),
  )
}

function joinForms(texts: readonly TextOfFile[], plurals: ReadonlySet<string>): Map<string, LocaleKey> {
  const joined = new Map<string, LocaleKey>()
  for (const { key: written, at } of texts) {
    const split = splitForm(written)
    const { key, form } = split && plurals.has(split.key) ? split : { key: written, form: undefined }
    const found = joined.get(key)
    joined.set(key, {
      key,
      at: found?.at ?? at,
      forms: new Set([...(found?.forms ?? []), ...(form ? [form] : [])]),
      plain: form === undefined || found?.plain === true,
    })
  }
  return joined
}
