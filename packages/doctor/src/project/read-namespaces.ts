/** Reads the locale files of the packages of the workspace. */
import { posix } from 'node:path'
import { isTexts } from 'ashlar/i18n'
import { readJsonSource } from '../source/json-source.ts'
import type { AppModel, LocaleModel, ModuleModel, NamespaceModel, PackageModel } from './project.ts'

export interface NamespaceOptions {
  readonly packages: readonly PackageModel[]
  readonly modules: readonly ModuleModel[]
  readonly apps: readonly AppModel[]
}

/** The texts of each module, and of each library that brings some. */
export function readNamespaces({ packages, modules, apps }: NamespaceOptions): NamespaceModel[] {
  const ofModules = modules.flatMap(({ id, definition, package: of }) => {
    if (id === undefined || !definition) return []
    const folder = posix.join(posix.dirname(definition.inPackage), 'locales')
    const wanted = apps.filter((app) => app.modules.some((module) => module.package === of))
    return [createNamespace({ name: id, of, folder, apps: wanted })]
  })
  const ofLibraries = packages.flatMap((of) => {
    const { texts } = of.manifest
    return texts ? [createNamespace({ name: texts.namespace, of, folder: texts.folder, apps })] : []
  })
  return [...ofModules, ...ofLibraries]
}

interface Source {
  readonly name: string
  readonly of: PackageModel
  readonly folder: string
  /** Those it is shown in. */
  readonly apps: readonly AppModel[]
}

function createNamespace({ name, of, folder, apps }: Source): NamespaceModel {
  const locales = of.fileNames
    .filter((file) => posix.dirname(file) === folder && file.endsWith('.json'))
    .map((file) => readLocale(of, file))
  const choices = [...apps.flatMap(({ declares }) => declares.languages[0] ?? []), 'en']
  const main = choices.flatMap((choice) => locales.filter(({ language }) => language === choice))[0] ?? locales[0]
  return { name, package: of, locales, main }
}

function readLocale(of: PackageModel, file: string): LocaleModel {
  const json = readJsonSource(of.folder === '' ? file : `${of.folder}/${file}`, of.readText(file) ?? '')
  const language = posix.basename(file, '.json')
  return { language, json, sound: isLanguageTag(language) && isTexts(json.data) }
}

/** Whether it is of the form of BCP 47: `en`, `pt-BR`. */
export function isLanguageTag(language: string): boolean {
  try {
    return Intl.getCanonicalLocales(language).length === 1
  } catch {
    return false
  }
}
