import type { Change } from '../change.ts'
import type { Surface } from '../lock/lock.ts'
import { listNames } from '../sorted.ts'

type Columns = Surface['tables'][string]
type Say = (message: string, destructive?: boolean) => void

/** Compares tables. They are private to their module: a change breaks no consumer, but it may lose data. */
export function compareTables(old: Surface, now: Surface): readonly Change[] {
  return listNames(old.tables, now.tables).flatMap((name) => {
    const [before, after] = [old.tables[name], now.tables[name]]
    const changes: Change[] = []
    const say: Say = (message, destructive = false) =>
      changes.push({
        class: 'patch',
        surface: 'table',
        name,
        message,
        symbols: [],
        ...(destructive ? { destructive: true } : {}),
      })
    if (!after) say('was removed, with its rows', true)
    else if (!before) say('was added')
    else compareColumns(before, after, say)
    return changes
  })
}

function compareColumns(before: Columns, after: Columns, say: Say): void {
  for (const column of listNames(before, after)) {
    const [was, is] = [before[column], after[column]]
    if (was === is) continue
    if (is === undefined) say(`column "${column}" was removed, with its values`, true)
    else if (was === undefined) say(`column "${column}" was added: ${is}`)
    else say(`column "${column}" was ${was} and is ${is}`, typeOf(was) !== typeOf(is))
  }
}

function typeOf(column: string): string {
  return column.replace(/ (not null|primary key|default)/g, '')
}
