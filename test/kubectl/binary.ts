// The real kubectl 1.35: out of the dev dependency's archive on Linux x64, from PATH elsewhere.
import { execFileSync } from 'node:child_process'
import { packagedProgram } from '../../course/helm/packaged.ts'

const minor = '1.35'

/** Path of a kubectl of the minor version that the cluster imitates; undefined where there is none. */
export function findKubectl(): string | undefined {
  return packagedProgram('kubectl') ?? (isRight('kubectl') ? 'kubectl' : undefined)
}

function isRight(command: string): boolean {
  try {
    const answer = execFileSync(command, ['version', '--client', '-o', 'json'], { encoding: 'utf8', stdio: 'pipe' })
    const { clientVersion } = JSON.parse(answer) as { clientVersion: { gitVersion: string } }
    return clientVersion.gitVersion.startsWith(`v${minor}.`)
  } catch {
    return false
  }
}
