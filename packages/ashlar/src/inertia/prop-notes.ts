/** What the page object says about single props, noted while they are resolved and put together at the end. */
import type { OnceState, PageMetadata, ScrollState } from './page-object.ts'
import type { MergeRule } from './props.ts'

/** One fact about one prop. */
export type PropNote =
  | {
      readonly kind: 'merge'
      readonly mode: MergeRule['mode']
      readonly path: string
      readonly matchOn: readonly string[]
    }
  | { readonly kind: 'scroll'; readonly path: string; readonly state: ScrollState }
  | { readonly kind: 'deferred'; readonly path: string; readonly group: string }
  | { readonly kind: 'rescued'; readonly path: string }
  | { readonly kind: 'once'; readonly key: string; readonly state: OnceState }

const mergeLabels = { append: 'mergeProps', prepend: 'prependProps', deep: 'deepMergeProps' } as const

/** Turns notes into the metadata of a page object; what nobody noted stays absent. */
export function collectMetadata(notes: readonly PropNote[]): PageMetadata {
  const lists: Record<string, string[]> = {}
  const groups: Record<string, string[]> = {}
  const scrollProps: Record<string, ScrollState> = {}
  const onceProps: Record<string, OnceState> = {}
  for (const note of notes) {
    switch (note.kind) {
      case 'merge':
        addTo(lists, mergeLabels[note.mode], note.path)
        for (const field of note.matchOn) addTo(lists, 'matchPropsOn', `${note.path}.${field}`)
        break
      case 'scroll':
        scrollProps[note.path] = note.state
        break
      case 'deferred':
        addTo(groups, note.group, note.path)
        break
      case 'rescued':
        addTo(lists, 'rescuedProps', note.path)
        break
      case 'once':
        onceProps[note.key] = note.state
        break
    }
  }
  return {
    ...lists,
    ...(hasMembers(scrollProps) && { scrollProps }),
    ...(hasMembers(groups) && { deferredProps: groups }),
    ...(hasMembers(onceProps) && { onceProps }),
  }
}

function addTo(lists: Record<string, string[]>, name: string, item: string): void {
  const list = lists[name]
  if (list) list.push(item)
  else lists[name] = [item]
}

function hasMembers(record: object): boolean {
  return Object.keys(record).length > 0
}
