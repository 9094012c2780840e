// The kubeconfig of a cluster that is there already.
import { readFileSync } from 'node:fs'
import { type Input, kubeconfigOption, text, UsageError } from './command.ts'

/** --kubeconfig of commands that work on a cluster which is there already. */
export const clusterKubeconfigOption = {
  ...kubeconfigOption,
  help: 'kubeconfig del cluster (si no se dice: KUBECONFIG)',
}

/** Of --kubeconfig, else of KUBECONFIG. Throws UsageError where there is none, or it cannot be read. */
export function readKubeconfig(input: Input): string {
  const file = text(input, 'kubeconfig') ?? input.io.env['KUBECONFIG']
  if (!file) throw new UsageError('Falta el cluster: --kubeconfig FICHERO, o la variable KUBECONFIG.')
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new UsageError(`No se puede leer el kubeconfig ${file}: ${(error as Error).message}`, { cause: error })
  }
}
