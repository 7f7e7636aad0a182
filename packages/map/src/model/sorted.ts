/** Order that is the same on every machine: by code units, never by the language of whoever asks. */

export const compareTexts = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

/** Sorts by the texts that stand for each item, the first that differs deciding. */
export function sortedBy<Item>(items: Iterable<Item>, ...keys: readonly ((item: Item) => string)[]): Item[] {
  return [...items].sort((one, other) => {
    for (const key of keys) {
      const order = compareTexts(key(one), key(other))
      if (order !== 0) return order
    }
    return 0
  })
}

/** Sorted, each once. */
export function distinct(texts: Iterable<string>): string[] {
  return [...new Set(texts)].sort(compareTexts)
}
