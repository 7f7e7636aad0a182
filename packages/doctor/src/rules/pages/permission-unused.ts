import { listShipped } from '../../project/import-graph.ts'
import type { Project } from '../../project/project.ts'
import { type Usage, usesOf } from '../../project/uses-of.ts'
import { defineRule } from '../../rule.ts'
import { listModulesOfApps } from './modules-of-apps.ts'

/** ASH772: a permission that is declared, and that nothing asks for. */
export const permissionUnused = defineRule({
  code: 'ASH772',
  title: 'A permission that nothing asks for',
  family: 'pages',
  level: 'warning',
  cause: 'Whoever is granted it believes to be allowed something, and it neither opens nor closes anything.',
  remedy: 'Ask for it with a route or with <Can>, or drop it.',
  fix: { none: 'Roles may grant it, and whether a route forgot to ask for it is not known.' },
  *check(project) {
    const { members, wholes } = usesOf(project, 'definePermissions')
    for (const module of listModulesOfApps(project)) {
      // A definition that is computed may ask for anything.
      if (module.declares.unreadable.length > 0) continue
      for (const { name, place } of module.declares.permissions) {
        const [owner = ''] = name.split('.')
        if (members.get(name)?.some(asks) || wholes.get(owner)?.some(asks) || isSpelledOut(name, project)) continue
        yield {
          place,
          message: `Module "${module.id}" declares the permission "${name}", and nothing asks for it.`,
          modules: module.id === undefined ? [] : [module.id],
        }
      }
    }
  },
})

/** The configuration of an app grants permissions and asks for none. */
const asks = ({ file }: Usage): boolean => !/^app\.config\.[jt]s$/.test(file.inPackage)

/** Names reach the browser as text, so that a page may look for one among them. Only asked when all else says unused. */
function isSpelledOut(name: string, project: Project): boolean {
  const quoted = ["'", '"', '`'].map((quote) => `${quote}${name}${quote}`)
  return listShipped(project.packages).some((file) => {
    if (file.package.kind === 'app' && !file.inPackage.startsWith('pages/')) return false
    const text = file.readText()
    return quoted.some((each) => text.includes(each))
  })
}
