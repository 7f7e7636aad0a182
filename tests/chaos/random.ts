/** Chance that can be had again: everything a scenario leaves to chance comes from its seed. */
export interface Random {
  readonly seed: number
  /** From 0 up to, but not including, 1. */
  next(): number
  /** From `low` up to, but not including, `high`. */
  between(low: number, high: number): number
  /** A whole number from `low` to `high`, both included. */
  integer(low: number, high: number): number
  pick<Item>(items: readonly Item[]): Item
  /** Chance of its own for a part of a scenario, so that what other parts draw does not change it. */
  fork(name: string): Random
}

/** Creates chance from a seed: a whole number below 2³². */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  // Mulberry32: 32 bits of state, which is plenty for faults.
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (low: number, high: number) => low + next() * (high - low)
  const integer = (low: number, high: number) => Math.floor(between(low, high + 1))
  return {
    seed,
    next,
    between,
    integer,
    pick: (items) => items[integer(0, items.length - 1)] as (typeof items)[number],
    fork: (name) => createRandom(deriveSeed(seed, name)),
  }
}

/** The seed of a named part (FNV-1a over the name, begun with the seed of the whole). */
export function deriveSeed(seed: number, name: string): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0
  for (const character of name) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0
  return hash
}
