// What Services count. k8s: pkg/quota/v1/evaluator/core/services.go
import type { Service } from '../../generated/types.ts'
import type { QuotaEvaluator } from './evaluator.ts'

const names = ['count/services', 'services', 'services.nodeports', 'services.loadbalancers']

export const serviceEvaluator: QuotaEvaluator<Service> = {
  usage({ spec = {} }) {
    const balanced = spec.type === 'LoadBalancer'
    return {
      'count/services': '1',
      services: '1',
      'services.loadbalancers': balanced ? '1' : '0',
      'services.nodeports': String(nodePorts(spec)),
    }
  },
  counted: (asked) => asked.filter((name) => names.includes(name)),
  countsUpdate: () => true,
}

function nodePorts({ type, ports = [], allocateLoadBalancerNodePorts }: NonNullable<Service['spec']>): number {
  if (type === 'NodePort') return ports.length
  if (type !== 'LoadBalancer') return 0
  return allocateLoadBalancerNodePorts === false ? ports.filter(({ nodePort }) => nodePort).length : ports.length
}
