// `kind: List`: several objects in one document.
import { isObject } from './json.ts'
import type { Manifest } from './manifest.ts'

/** A `List` is its items. */
export function partsOf(manifest: Manifest): Manifest[] {
  const { value } = manifest
  if (!isObject(value) || value['kind'] !== 'List' || !Array.isArray(value['items'])) return [manifest]
  return value['items'].map((item, index) => {
    const inside = (path: string): string => `items[${index}].${path}`
    return {
      file: manifest.file,
      line: manifest.locate(`items[${index}]`).line,
      value: item as unknown,
      locate: (path, key) => manifest.locate(inside(path), key),
      isEmpty: (path) => manifest.isEmpty(inside(path)),
      scalars: () =>
        manifest
          .scalars()
          .filter(({ path }) => path.startsWith(inside('')))
          .map((scalar) => ({ ...scalar, path: scalar.path.slice(inside('').length) })),
    }
  })
}
