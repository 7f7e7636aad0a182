/** A record with its names in order, whatever the language of the machine. */
export function sortRecord<Value>(record: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).toSorted(([left], [right]) => (left < right ? -1 : 1)))
}

/** Data with the names of all its records in order: equal data has equal text. */
export function sortDeep(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortDeep)
  if (typeof value !== 'object' || value === null) return value
  return sortRecord(Object.fromEntries(Object.entries(value).map(([key, item]) => [key, sortDeep(item)])))
}

/** Whether two pieces of data are equal, the order of names aside. */
export function sameData(left: unknown, right: unknown): boolean {
  return JSON.stringify(sortDeep(left)) === JSON.stringify(sortDeep(right))
}

/** The names in any of some records, each once, in order. */
export function listNames(...records: readonly Readonly<Record<string, unknown>>[]): readonly string[] {
  return [...new Set(records.flatMap((record) => Object.keys(record)))].toSorted()
}

/** What is in one list and not in another. */
export function without<Item>(list: readonly Item[], other: readonly Item[]): readonly Item[] {
  return list.filter((item) => !other.includes(item))
}
