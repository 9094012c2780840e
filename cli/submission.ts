// A learner's answer as a folder of YAML files; with helm, also its charts' folders and its lines of helm.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import type { WorkFile } from '../course/session.ts'
import { UsageError } from './command.ts'

/** Its .yaml, .yml and .json files, by name; for helm, those of its folders and `ordenes.txt` too. Throws UsageError for what is no folder, or has none of them. */
export function readSubmission(folder: string, helm = false): WorkFile[] {
  const stats = statSync(folder, { throwIfNoEntry: false })
  if (!stats)
    throw new UsageError(`No existe la carpeta ${folder}. Di con --submission la que tiene los YAML de la entrega.`)
  if (!stats.isDirectory()) {
    throw new UsageError(
      `${folder} no es una carpeta. Di con --submission la carpeta que tiene los YAML, no uno de ellos.`,
    )
  }
  const kinds = helm ? /\.(?:ya?ml|json|tpl|txt)$/ : /\.(?:ya?ml|json)$/
  const names = readdirSync(folder, { recursive: helm, encoding: 'utf8' })
    .map((name) => name.replaceAll(sep, '/'))
    .filter((name) => kinds.test(name))
    .toSorted()
  if (names.length === 0) {
    throw new UsageError(`La carpeta ${folder} no tiene ningún fichero .yaml: la entrega está vacía.`)
  }
  return names.map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }))
}
