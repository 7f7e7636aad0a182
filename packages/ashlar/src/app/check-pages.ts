import { AshlarError } from '../contract/errors.ts'
import { projectorOfPage } from '../inertia/page-schema.ts'
import type { ModuleSource } from '../module/manifest.ts'

/** Every page that declares what JSON cannot carry. It loads the definitions, so production leaves it out. */
export async function checkPages(modules: readonly ModuleSource[]): Promise<AshlarError[]> {
  const definitions = await Promise.all(modules.map(({ load }) => load()))
  const pages = definitions.flatMap((definition) => Object.values(definition.pages ?? {}))
  return pages.flatMap((page) => {
    try {
      projectorOfPage(page)
      return []
    } catch (error) {
      if (error instanceof AshlarError) return [error]
      throw error
    }
  })
}
