import { importsOf } from '../../project/import-graph.ts'
import type { Room } from '../../project/project.ts'
import { defineRule } from '../../rule.ts'

/** What each room of a module may import, besides itself. A room that is not named may import any. */
const allowed: Partial<Readonly<Record<Room, readonly Room[]>>> = {
  contract: ['domain'],
  domain: ['contract', 'errors'],
  data: ['domain', 'contract', 'errors'],
  clients: ['domain', 'contract', 'errors', 'settings'],
  actions: ['data', 'clients', 'domain', 'contract', 'errors', 'imports', 'settings'],
  routes: ['actions', 'domain', 'contract', 'errors', 'settings'],
  pages: ['domain', 'contract', 'locales'],
}

/** ASH724: an import against the direction of the layers. */
export const wrongLayer = defineRule({
  code: 'ASH724',
  title: 'An import against the layers',
  family: 'imports',
  level: 'error',
  cause:
    'Pages and routes lead to actions, actions to data and domain, and nothing leads back; so that rules can be tested alone, and storage changed without touching them.',
  remedy: 'Let the lower layer declare what it wants as an interface, or move the code to the layer it belongs to.',
  fix: { none: 'Where the code belongs is a decision.' },
  *check(project) {
    for (const { id, package: of } of project.modules) {
      for (const file of of.sources) {
        const rooms = allowed[file.room]
        if (!rooms) continue
        for (const { import: each, target } of importsOf(project, file)) {
          if (target.kind !== 'file' || target.file.package !== of) continue
          const { room, inPackage } = target.file
          // What stands in no room, such as a folder of a module's own, has no direction.
          if (room === 'other' || room === file.room || rooms.includes(room)) continue
          yield {
            place: { file: file.path, line: each.at.line, column: each.at.column },
            message: `${file.inPackage} belongs to ${file.room} and imports ${inPackage}, which belongs to ${room}.`,
            remedy: `From ${file.room}, import only ${rooms.join(', ')}; declare what it wants of ${room} as an interface, or move the code.`,
            modules: id === undefined ? [] : [id],
          }
        }
      }
    }
  },
})
