/** Discovers the modules of small apps that are written for one test. */
import type { AppConfig } from '../../src/module/app-config.ts'
import { type Discovery, discoverModules } from '../../src/module/discover.ts'
import { type FixtureOptions, type PackageFiles, writeApp } from './fixture-app.ts'

/** A problem as a person reads it. */
export interface ToldProblem {
  readonly code: string
  readonly sentence: string
}

/** Discovers the modules of an app. In its problems, paths below the app begin with `<app>`. */
export async function discover(fixture: FixtureOptions, config: AppConfig = {}) {
  await using app = await writeApp(fixture)
  const { modules, problems } = await discoverModules({ appFolder: app.folder, config })
  return { modules, problems: tellProblems(problems, app.folder) }
}

/** Discovers an app of one package, named billing. */
export const discoverPackage = (files: PackageFiles, config?: AppConfig) =>
  discover({ packages: { billing: files } }, config)

/** What is said of problems, with `<app>` for a folder. */
export function tellProblems(problems: Discovery['problems'], folder: string): ToldProblem[] {
  return problems.map(({ code, sentence }) => ({ code, sentence: sentence.replaceAll(folder, '<app>') }))
}
