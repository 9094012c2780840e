// A learner's answer as a folder of YAML files.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { WorkFile } from '../course/session.ts'
import { UsageError } from './command.ts'

/** Its .yaml, .yml and .json files, by name. Throws UsageError for what is no folder, or has none of them. */
export function readSubmission(folder: string): WorkFile[] {
  const stats = statSync(folder, { throwIfNoEntry: false })
  if (!stats)
    throw new UsageError(`No existe la carpeta ${folder}. Di con --submission la que tiene los YAML de la entrega.`)
  if (!stats.isDirectory()) {
    throw new UsageError(
      `${folder} no es una carpeta. Di con --submission la carpeta que tiene los YAML, no uno de ellos.`,
    )
  }
  const names = readdirSync(folder)
    .filter((name) => /\.(?:ya?ml|json)$/.test(name))
    .toSorted()
  if (names.length === 0) {
    throw new UsageError(`La carpeta ${folder} no tiene ningún fichero .yaml: la entrega está vacía.`)
  }
  return names.map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }))
}
