// `timonel netfilter NODE`: the rules that kube-proxy writes on a node.
import { ClusterTraffic } from '../../course/traffic.ts'
import { clusterKubeconfigOption, readKubeconfig } from '../cluster-kubeconfig.ts'
import { defineCommand, jsonOption, UsageError } from '../command.ts'

export const netfilter = defineCommand({
  name: 'netfilter',
  summary: 'las reglas de un nodo, como iptables-save o con las flechas de los apuntes',
  arguments: '<nodo>',
  options: {
    arrows: { type: 'boolean', help: 'las flechas: 10.10.3.100:3307 -> 10.10.2.102:3306' },
    kubeconfig: clusterKubeconfigOption,
    json: jsonOption,
  },
  async run(input) {
    const [node] = input.positionals
    if (node === undefined) throw new UsageError('Falta el nodo: timonel netfilter nodo1')
    const rules = await new ClusterTraffic(readKubeconfig(input)).rules(node)
    const { arrows, tables } = rules
    if (input.options['json'] === true) input.io.out(JSON.stringify(rules))
    else if (input.options['arrows'] === true) input.io.out(arrows.map(({ text }) => text).join('\n'))
    else input.io.out(`${tables.filter}${tables.nat}`.trimEnd())
    return 0
  },
})
