import { describe, expect, it } from 'vitest'
import type { KubeObject } from '../../api/object.ts'
import { deployments, namespaces, pods } from '../../api/refs.ts'
import type { Namespace, Pod, PodSpec } from '../../generated/types.ts'
import type { ClusterView } from '../resource.ts'
import { admitPodSecurity } from './admission.ts'

const prefix = 'pod-security.kubernetes.io/'

function namespace(labels: Record<string, string>): Namespace {
  const prefixed = Object.entries(labels).map(([key, value]) => [prefix + key, value])
  return { kind: 'Namespace', metadata: { name: 'shop', labels: Object.fromEntries(prefixed) } }
}

function viewWith(...objects: KubeObject[]): ClusterView {
  return {
    now: '2027-01-01T00:00:00Z',
    nowMs: 0,
    random: () => 0,
    get: (ref) => objects.find(({ kind }) => kind === ref.kind) as never,
    list: (ref) => objects.filter(({ kind }) => kind === ref.kind) as never,
  }
}

function pod(spec: Partial<PodSpec>, metadata: Pod['metadata'] = {}): Pod {
  return {
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'shop', ...metadata },
    spec: { containers: [{ name: 'c' }], ...spec },
  }
}

/** The refusal of a pod in a namespace with these labels, or what is said of it. */
function saidOf(labels: Record<string, string>, subject: Pod, old?: Pod): string[] {
  const said: string[] = []
  const write = { ref: pods, object: subject, ...(old ? { old } : {}) }
  try {
    admitPodSecurity(write, viewWith(namespace(labels)), (sentence) => said.push(sentence))
  } catch (error) {
    said.push((error as Error).message)
  }
  return said
}

const quiet: Partial<PodSpec> = {
  securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
  containers: [
    { name: 'c', securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } },
  ] as PodSpec['containers'],
}
const plainFaults =
  'allowPrivilegeEscalation != false (container "c" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "c" must set securityContext.capabilities.drop=["ALL"]), runAsNonRoot != true (pod or container "c" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container "c" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")'

describe('pods in a namespace with pod-security labels', () => {
  it('are refused with every fault, those of the baseline first', () => {
    expect(saidOf({}, pod({}))).toEqual([])
    expect(saidOf({ enforce: 'restricted' }, pod(quiet))).toEqual([])
    expect(saidOf({ enforce: 'restricted' }, pod({ hostPID: true }))).toEqual([
      `pods "web" is forbidden: violates PodSecurity "restricted:latest": host namespaces (hostPID=true), ${plainFaults}`,
    ])
  })

  it('are only advised where the labels warn', () => {
    expect(saidOf({ enforce: 'baseline', warn: 'restricted', 'warn-version': 'v1.34' }, pod({}))).toEqual([
      `would violate PodSecurity "restricted:v1.34": ${plainFaults}`,
    ])
  })

  it('are judged by the rules of the version that the labels name', () => {
    const probed = pod({ containers: [{ name: 'c', livenessProbe: { tcpSocket: { port: 80, host: '10.0.0.1' } } }] })
    expect(saidOf({ enforce: 'baseline', 'enforce-version': 'v1.33' }, probed)).toEqual([])
    expect(saidOf({ enforce: 'baseline' }, probed)).toEqual([
      'pods "web" is forbidden: violates PodSecurity "baseline:latest": probe or lifecycle host (container "c" uses probe or lifecycle host "10.0.0.1")',
    ])
  })

  it('that are there may change in what does not matter', () => {
    const old = pod({ containers: [{ name: 'c', image: 'a' }] })
    const labelled = pod({ containers: [{ name: 'c', image: 'a' }] }, { labels: { a: 'b' } })
    expect(saidOf({ enforce: 'restricted' }, labelled, old)).toEqual([])
    expect(saidOf({ enforce: 'restricted' }, pod({ containers: [{ name: 'c', image: 'b' }] }), old)).toHaveLength(1)
  })

  it.each<[Partial<PodSpec>, string]>([
    [
      { volumes: [{ name: 'v', hostPath: { path: '/' } }] },
      'restricted volume types (volume "v" uses restricted volume type "hostPath")',
    ],
    [
      { containers: [{ name: 'c', ...quiet.containers![0], ports: [{ containerPort: 80, hostPort: 80 }] }] },
      'hostPort (container "c" uses hostPort 80)',
    ],
    [
      { securityContext: { ...quiet.securityContext, runAsNonRoot: false, runAsUser: 0 } },
      'runAsNonRoot != true (pod must not set securityContext.runAsNonRoot=false), runAsUser=0 (pod must not set runAsUser=0)',
    ],
    [
      { securityContext: { ...quiet.securityContext, seLinuxOptions: { type: 'spc_t', user: 'u' } } },
      'seLinuxOptions (pod set forbidden securityContext.seLinuxOptions: type "spc_t"; user may not be set)',
    ],
    [
      { securityContext: { ...quiet.securityContext, sysctls: [{ name: 'kernel.msgmax', value: '1' }] } },
      'forbidden sysctls (kernel.msgmax)',
    ],
  ])('%j', (spec, fault) => {
    expect(saidOf({ enforce: 'restricted' }, pod({ ...quiet, ...spec }))).toEqual([
      `pods "web" is forbidden: violates PodSecurity "restricted:latest": ${fault}`,
    ])
  })
})

it('who makes pods is advised, not refused', () => {
  const said: string[] = []
  const object = { metadata: { name: 'web', namespace: 'shop' }, spec: { template: { spec: pod({}).spec } } }
  const view = viewWith(namespace({ enforce: 'restricted' }))
  admitPodSecurity({ ref: deployments, object }, view, (sentence) => said.push(sentence))
  expect(said).toEqual([`would violate PodSecurity "restricted:latest": ${plainFaults}`])
})

describe('the labels themselves', () => {
  it('must say something', () => {
    const object = namespace({ enforce: 'strict', 'warn-version': '1.30' })
    expect(() => admitPodSecurity({ ref: namespaces, object }, viewWith())).toThrow(
      'Namespace "shop" is invalid: [metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: "strict": must be one of privileged, baseline, restricted, metadata.labels[pod-security.kubernetes.io/warn-version]: Invalid value: "1.30": must be "latest" or "v1.x"]',
    )
  })

  it('tell of the pods that are there, those of one fault together', () => {
    const said: string[] = []
    const owned = {
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'r', uid: '1', controller: true }],
    }
    const there = [pod(quiet), pod({}, { name: 'b', ...owned }), pod({}, { name: 'a', ...owned })]
    const write = { ref: namespaces, object: namespace({ enforce: 'restricted' }), old: namespace({}) }
    admitPodSecurity(write, viewWith(...there), (sentence) => said.push(sentence))
    expect(said).toEqual([
      'existing pods in namespace "shop" violate the new PodSecurity enforce level "restricted:latest"',
      'a (and 1 other pod): allowPrivilegeEscalation != false, unrestricted capabilities, runAsNonRoot != true, seccompProfile',
    ])
  })
})
