// The helm of this machine: the one that comes with the development dependencies, else the one on PATH.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { CourseError } from '../course-error.ts'
import { packagedProgram } from './packaged.ts'

/** Older ones print other words, and apply otherwise, than the lessons say. */
const majorWanted = 4

let found: string | undefined

/** Path of a helm 4. Rejects with CourseError `no-helm`, which says how to install one. */
export async function helmProgram(): Promise<string> {
  found ??= packagedProgram('helm') ?? (await onPath())
  return found
}

async function onPath(): Promise<string> {
  let version: string
  try {
    const { stdout } = await promisify(execFile)('helm', ['version', '--template', '{{.Version}}'])
    version = stdout.trim()
  } catch (cause) {
    throw missing('En esta máquina no hay ningún helm.', { cause })
  }
  if (Number(/^v(\d+)\./.exec(version)?.[1]) === majorWanted) return 'helm'
  throw missing(`El helm de esta máquina es ${version}, y el curso cuenta lo que hace el ${majorWanted}.`)
}

function missing(message: string, options?: ErrorOptions): CourseError {
  return new CourseError(
    'no-helm',
    message,
    `Instala helm ${majorWanted} (en macOS, «brew install helm»; en Windows, «winget install Helm.Helm»; en los demás, como dice helm.sh/docs/intro/install) y vuelve a intentarlo. No hace falta reiniciar Timonel.`,
    options,
  )
}
