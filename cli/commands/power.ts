// `timonel power`: a node's machine, off or on, from the kubeconfig alone.
import { clusterKubeconfigOption, readKubeconfig } from '../cluster-kubeconfig.ts'
import { defineCommand, UsageError } from '../command.ts'

const usage = 'timonel power <nodo> off|on'

export const power = defineCommand({
  name: 'power',
  summary: 'apaga o enciende la máquina de un nodo (embedded y k3s): el cluster tarda 50 s en darla por perdida',
  arguments: '<nodo> off|on',
  options: {
    kubeconfig: clusterKubeconfigOption,
  },
  async run(input) {
    const [node, state, ...rest] = input.positionals
    if (node === undefined || (state !== 'off' && state !== 'on') || rest.length > 0)
      throw new UsageError(`Va así: ${usage}.`)
    const { switchNode } = await import('../../course/power.ts')
    await switchNode(readKubeconfig(input), node, state === 'on')
    input.io.out(state === 'on' ? `${node}, encendido.` : `${node}, apagado.`)
    return 0
  },
})
