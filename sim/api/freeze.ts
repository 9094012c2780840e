// Objects in the store are shared by everyone who read them, so nobody may change one.

/** Freezes a plain object and all below it, and gives it back. Stops at what is frozen already. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.freeze(value)
  for (const child of Object.values(value)) deepFreeze(child)
  return value
}
