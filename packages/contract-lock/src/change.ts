/** One change of a contract, and what it means for others. */

/** How much a change asks of a version: `major` breaks consumers, `minor` adds, `patch` can be seen and breaks nobody. */
export type ChangeClass = 'major' | 'minor' | 'patch'

/** The parts of a contract that are compared. */
export type SurfaceKind =
  | 'event'
  | 'export'
  | 'module'
  | 'page'
  | 'permission'
  | 'route'
  | 'schema'
  | 'service'
  | 'setting'
  | 'table'
  | 'type'

/** Something of a contract that consumers name in their sources. */
export interface ContractSymbol {
  /** The name it is exported under. */
  readonly name: string
  /** The member that changed, such as a route's key; the whole symbol when absent. */
  readonly member?: string
  /** A text that stands for it where nothing is imported, such as the name of a permission. */
  readonly literal?: string
}

export interface Change {
  readonly class: ChangeClass
  readonly surface: SurfaceKind
  /** What changed, as people call it: `show`, `catalog.read`, `orders.placed@1`. */
  readonly name: string
  /** What changed in it, without a full stop. */
  readonly message: string
  /** What a consumer in the sources would name to be touched by it. */
  readonly symbols: readonly ContractSymbol[]
  /** Whether it lets in more people, or shows a value that was secret. */
  readonly security?: true
  /** Whether it loses data when it is carried out. */
  readonly destructive?: true
}

const weights: Readonly<Record<ChangeClass, number>> = { patch: 1, minor: 2, major: 3 }

/** The heaviest class among changes; `undefined` when there are none. */
export function heaviest(changes: readonly { readonly class: ChangeClass }[]): ChangeClass | undefined {
  return changes.map((change) => change.class).toSorted((left, right) => weights[right] - weights[left])[0]
}
