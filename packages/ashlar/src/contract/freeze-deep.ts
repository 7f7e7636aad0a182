/** Freezes a value with all that it is made of, as far as that is lists and plain objects. @returns the same value. */
export function freezeDeep<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  const prototype = Object.getPrototypeOf(value)
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) return value
  for (const part of Object.values(value)) freezeDeep(part)
  return Object.freeze(value)
}
