import { describe, expect, it } from 'vitest'
import type { Node, Pod, PodSpec } from '../generated/types.ts'
import { admit } from './admission.ts'

const node: Node = {
  metadata: { name: 'n1', labels: { disco: 'lento' } },
  spec: { taints: [{ key: 'averiado', effect: 'NoExecute' }] },
  status: { allocatable: { cpu: '2', memory: '1Gi', 'ephemeral-storage': '10Gi', pods: '3' } },
}

function pod(spec: Partial<PodSpec>, requests: Record<string, string> = {}): Pod {
  return {
    metadata: { name: 'p', namespace: 'default' },
    spec: {
      tolerations: [{ operator: 'Exists' }],
      ...spec,
      containers: [{ name: 'c', image: 'busybox:1.36', resources: { requests }, ...spec.containers?.[0] }],
    },
  }
}

const port = { containers: [{ name: 'c', ports: [{ containerPort: 80, hostPort: 8080 }] }] }

describe('what a node does not take', () => {
  it.each([
    [
      'more cpu than is left',
      pod({}, { cpu: '1500m' }),
      'OutOfcpu',
      "Node didn't have enough resource: cpu, requested: 1500, used: 1000, capacity: 2000",
    ],
    [
      'more memory',
      pod({}, { memory: '2Gi' }),
      'OutOfmemory',
      "Node didn't have enough resource: memory, requested: 2147483648, used: 0, capacity: 1073741824",
    ],
    [
      'another node',
      pod({ nodeSelector: { disco: 'rápido' } }),
      'NodeAffinity',
      "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector",
    ],
    [
      'a port that is taken',
      pod(port),
      'NodePorts',
      "Predicate NodePorts failed: node(s) didn't have free ports for the requested pod ports",
    ],
    [
      'a taint it does not bear',
      pod({ tolerations: [] }),
      'TaintToleration',
      "Predicate TaintToleration failed: node(s) had taints that the pod didn't tolerate",
    ],
    [
      'a sysctl of the whole node',
      pod({ securityContext: { sysctls: [{ name: 'kernel.msgmax', value: '1' }] } }),
      'SysctlForbidden',
      'forbidden sysctl: "kernel.msgmax" not allowlisted',
    ],
    [
      'another system',
      pod({ os: { name: 'windows' } }),
      'PodOSNotSupported',
      "Failed to admit pod as the OS field doesn't match node OS",
    ],
  ])('%s', (_what, wanted, reason, message) => {
    expect(admit(wanted, node, [pod(port, { cpu: '1' })])).toEqual({ reason, message })
  })

  it('one more than it has room for', () => {
    expect(admit(pod({}), node, [pod({}), pod({}), pod({})])).toEqual({
      reason: 'OutOfpods',
      message: "Node didn't have enough resource: pods, requested: 1, used: 3, capacity: 3",
    })
  })

  it('but what fits, and what only others can give', () => {
    expect(admit(pod({}, { cpu: '1', 'ejemplo.es/gpu': '1' }), node, [pod({}, { cpu: '1' })])).toBeUndefined()
  })
})
