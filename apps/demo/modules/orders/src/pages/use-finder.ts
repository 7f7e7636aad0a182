import { useState } from 'react'

/** Finds items by a text, and remembers them by their id. */
export interface Finder<Item extends { readonly id: string }> {
  /** An item that was known or has been found. */
  readonly find: (id: Item['id'] | null | undefined) => Item | undefined
  readonly search: (text: string) => Promise<readonly Item[]>
}

/** What searches find beside items that are known. A known item stays as it is, such as at the price it was ordered at. */
export function useFinder<Item extends { readonly id: string }>(
  search: (text: string) => Promise<readonly Item[]>,
  known: readonly Item[] = [],
): Finder<Item> {
  const [items, setItems] = useState(() => mapById(known))
  return {
    find: (id) => (id ? items.get(id) : undefined),
    async search(text) {
      const found = await search(text)
      setItems((before) => new Map([...mapById(found), ...before]))
      return found
    },
  }
}

function mapById<Item extends { readonly id: string }>(items: readonly Item[]): ReadonlyMap<string, Item> {
  return new Map(items.map((item) => [item.id, item]))
}
