/** Finds people's names by their ids. Those it does not know are left out. */
export type FindNames = (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>
