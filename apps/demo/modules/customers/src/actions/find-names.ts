import type { UserDirectory, UserId } from '@ashlar/users/contract'
import type { FindNames } from '../domain/people.ts'

/** Finds names in the users module; without it people are told by their ids. */
export function createFindNames(users: UserDirectory | undefined): FindNames {
  return async (ids) => {
    const people = await users?.list(ids.filter((each): each is UserId => each.startsWith('usr_')))
    return new Map(people?.map(({ id, name }) => [id, name]))
  }
}
