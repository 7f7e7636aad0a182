/** The groups of two or more items that share a key, by that key. */
export function listRepeated<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): (readonly [string, readonly Item[]])[] {
  return [...Map.groupBy(items, keyOf)].filter(([, group]) => group.length > 1)
}
