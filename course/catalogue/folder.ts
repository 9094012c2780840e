// What is in a folder of the course, in a stable order.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CourseError } from '../course-error.ts'

/** Names of the folders in a folder, sorted; none when it is not there. */
export function foldersIn(path: string): string[] {
  return entries(path, (entry) => entry.isDirectory())
}

/** Names of the files in a folder, sorted; none when it is not there. Names with a dot in front are the editor's business. */
export function filesIn(path: string): string[] {
  return entries(path, (entry) => entry.isFile())
}

/** Paths of the files in a folder and the folders in it: the folder's own first, each level sorted. With slashes. */
export function filesBelow(path: string): string[] {
  const deeper = foldersIn(path).flatMap((folder) => filesBelow(join(path, folder)).map((file) => `${folder}/${file}`))
  return [...filesIn(path), ...deeper]
}

/**
 * The text of a file the course cannot do without.
 * @param file relative to `root`, with slashes. Throws CourseError `missing-file`.
 */
export function readRequired(root: string, file: string): string {
  try {
    return readFileSync(join(root, file), 'utf8')
  } catch (cause) {
    throw new CourseError('missing-file', `Falta el fichero ${file}.`, 'Créalo, o quita lo que lo nombra.', { cause })
  }
}

function entries(path: string, wanted: (entry: { isDirectory(): boolean; isFile(): boolean }) => boolean): string[] {
  if (!existsSync(path)) return []
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => wanted(entry) && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .toSorted()
}
