// `timonel ports`: which address of this machine is which port of the cluster.
import { ClusterTraffic } from '../../course/traffic.ts'
import { clusterKubeconfigOption, readKubeconfig } from '../cluster-kubeconfig.ts'
import { defineCommand, jsonOption } from '../command.ts'

export const ports = defineCommand({
  name: 'ports',
  summary: 'qué dirección de esta máquina lleva a cada NodePort y a cada puerto de un balanceador',
  options: { kubeconfig: clusterKubeconfigOption, json: jsonOption },
  async run(input) {
    const all = await new ClusterTraffic(readKubeconfig(input)).ports()
    if (input.options['json'] === true) input.io.out(JSON.stringify(all))
    else if (all.length === 0) input.io.err('Ningún servicio tiene puertos hacia fuera (NodePort o LoadBalancer).')
    else {
      const width = (of: (one: (typeof all)[number]) => string): number => Math.max(...all.map((one) => of(one).length))
      const [services, entries] = [width(({ service }) => service), width(({ entry }) => entry)]
      const lines = all.map(
        ({ service, entry, local }) =>
          `${service.padEnd(services)}  ${entry.padEnd(entries)}  ${local ?? '(no está abierto)'}`,
      )
      input.io.out(lines.join('\n'))
    }
    return 0
  },
})
