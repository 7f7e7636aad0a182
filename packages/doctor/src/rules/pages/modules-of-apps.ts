import type { ModuleModel, Project } from '../../project/project.ts'

/** The modules that an app of the project has. What uses any other may stand outside of the project. */
export const listModulesOfApps = ({ apps, modules }: Project): readonly ModuleModel[] =>
  modules.filter((module) => apps.some((app) => app.modules.includes(module)))
