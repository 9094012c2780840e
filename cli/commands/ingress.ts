// `timonel ingress --nginx | --haproxy`: the cluster's Ingresses as a reverse proxy's own configuration.
import { ClusterTraffic } from '../../course/traffic.ts'
import { clusterKubeconfigOption, readKubeconfig } from '../cluster-kubeconfig.ts'
import { defineCommand, UsageError } from '../command.ts'

export const ingress = defineCommand({
  name: 'ingress',
  summary: 'los Ingress del cluster traducidos a nginx.conf o a haproxy.cfg',
  arguments: '--nginx|--haproxy',
  options: {
    nginx: { type: 'boolean', help: 'como nginx.conf' },
    haproxy: { type: 'boolean', help: 'como haproxy.cfg' },
    kubeconfig: clusterKubeconfigOption,
  },
  async run(input) {
    const { nginx, haproxy } = input.options
    if ((nginx === true) === (haproxy === true)) {
      throw new UsageError('Falta decir para quién: timonel ingress --nginx, o timonel ingress --haproxy.')
    }
    const made = await new ClusterTraffic(readKubeconfig(input)).proxies()
    input.io.out((nginx === true ? made.nginx : made.haproxy).trimEnd())
    return 0
  },
})
