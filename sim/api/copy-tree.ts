// Copies of what JSON can hold. Every write makes some, and the platform's own copier, which also minds cycles and buffers, takes several times as long.

/** A copy of plain objects, lists and scalars that shares nothing with `tree`; unlike it, never frozen. */
export function copyTree<T>(tree: T): T {
  if (typeof tree !== 'object' || tree === null) return tree
  if (Array.isArray(tree)) return tree.map((item: unknown) => copyTree(item)) as T
  // Spread first: a key such as `__proto__` is then the copy's own, as any other.
  const copy = { ...tree }
  for (const key in copy) {
    const child = copy[key]
    if (typeof child === 'object' && child !== null) copy[key] = copyTree(child)
  }
  return copy
}
