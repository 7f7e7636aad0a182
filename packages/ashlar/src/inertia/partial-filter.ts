import type { PartialReload } from './inertia-visit.ts'

/** Says which paths a visit wants. */
export interface PropFilter {
  /** How much of the value at a path is wanted: all of it, only what the filter wants below it, or nothing. */
  readonly wants: (path: string) => 'whole' | 'part' | 'none'
  /** Whether a path itself is wanted, rather than entered on the way to another. */
  readonly names: (path: string) => boolean
}

/** Wants everything: the filter of a full visit. */
export const wantAll: PropFilter = { wants: () => 'whole', names: () => true }

/**
 * The filter of a partial reload: `only` narrows first, then `except` removes.
 *
 * A path is wanted with all below it; a path on the way to a wanted one is entered for its sake.
 */
export function createPropFilter({ only, except = [] }: Pick<PartialReload, 'only' | 'except'>): PropFilter {
  function names(path: string): boolean {
    const isAsked = only === undefined || only.some((wanted) => isWithin(path, wanted))
    return isAsked && !except.some((removed) => isWithin(path, removed))
  }
  return {
    names,
    wants(path) {
      if (names(path)) return except.some((removed) => isWithin(removed, path)) ? 'part' : 'whole'
      const isRemoved = except.some((removed) => isWithin(path, removed))
      return !isRemoved && only?.some((wanted) => isWithin(wanted, path)) ? 'part' : 'none'
    },
  }
}

/** Whether a path is the other one or lies below it. */
function isWithin(path: string, ancestor: string): boolean {
  return path.startsWith(ancestor) && (path.length === ancestor.length || path[ancestor.length] === '.')
}
