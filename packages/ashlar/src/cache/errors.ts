/** Every error that the cache can raise. Messages name modules and tags; never what is kept. */
import { AshlarError } from '../contract/errors.ts'

export function invalidatedOutside(module: string): AshlarError {
  return new AshlarError(
    'ASH547',
    500,
    `Module "${module}" called cache.invalidate() outside of a request, job, command or test, or after its transaction had ended. Call it where what it is about is changed.`,
    { details: { module } },
  )
}

export function invalidatedWhileReading(module: string): AshlarError {
  return new AshlarError(
    'ASH548',
    500,
    `Module "${module}" called cache.invalidate() on a GET, which cannot write, so nothing can have changed. Call it where what it is about is changed.`,
    { details: { module } },
  )
}

export function notData(module: string, key: string, cause: unknown): AshlarError {
  return new AshlarError(
    'ASH549',
    500,
    `Module "${module}" would keep something under ${key} that is no data, such as a function or a connection. Let load() return plain values.`,
    { details: { module, key }, cause },
  )
}

/** Every error of this folder, by name. The docs page and its test read this list. */
export const cacheErrors = { invalidatedOutside, invalidatedWhileReading, notData }
