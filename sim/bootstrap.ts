// What a cluster holds before anyone has asked for anything, and when it can be used.
import type { KubeObject, ResourceRef } from './api/object.ts'
import {
  clusterRoleBindings,
  clusterRoles,
  deployments,
  endpoints,
  endpointSlices,
  namespaces,
  nodes,
  priorityClasses,
  roleBindings,
  roles,
  serviceAccounts,
  services,
} from './api/refs.ts'
import type { Client } from './client/client.ts'
import { createMissing, type Wanted } from './client/create-missing.ts'
import type { InformerFactory } from './client/informer.ts'
import type { Endpoints, EndpointSlice, Service } from './generated/types.ts'
import policy from './generated/policy.json' with { type: 'json' }

const firstNamespaces = ['default', 'kube-system', 'kube-public', 'kube-node-lease']
/** Where the API server is, as pods see it. */
const apiServer = { address: '172.18.0.1', clusterIP: '10.43.0.1', port: 6443 }

/** k8s: pkg/apis/scheduling/v1/helpers.go SystemPriorityClasses */
const systemClasses = [
  {
    metadata: { name: 'system-node-critical' },
    value: 2_000_001_000,
    description: 'Used for system critical pods that must not be moved from their current node.',
  },
  {
    metadata: { name: 'system-cluster-critical' },
    value: 2_000_000_000,
    description:
      'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.',
  },
]

/** The roles and bindings that the server makes for itself. k8s: plugin/pkg/auth/authorizer/rbac/bootstrappolicy */
const policyRefs: ResourceRef[] = [clusterRoles, clusterRoleBindings, roles, roleBindings]

/** The first namespaces, roles and priority classes, and the `kubernetes` Service. k8s: pkg/controlplane/controller/{systemnamespaces,kubernetesservice} */
export async function bootstrap(client: Client): Promise<void> {
  await createMissing(client, [
    ...firstNamespaces.map((name) => ({ ref: namespaces, object: { metadata: { name } } })),
    ...systemClasses.map((object) => ({ ref: priorityClasses, object })),
    ...(policy as unknown as KubeObject[]).map((object) => ({
      ref: policyRefs.find(({ kind }) => kind === object.kind)!,
      object,
    })),
    ...ownService(),
  ])
}

/** `kubernetes.default`: the API server as pods see it. */
function ownService(): Wanted[] {
  const metadata = { name: 'kubernetes', namespace: 'default' }
  const ports = [{ name: 'https', port: apiServer.port, protocol: 'TCP' }]
  const service: Service = {
    metadata: { ...metadata, labels: { component: 'apiserver', provider: 'kubernetes' } },
    spec: {
      type: 'ClusterIP',
      clusterIP: apiServer.clusterIP,
      sessionAffinity: 'None',
      ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: apiServer.port }],
    },
  }
  const mirrored: Endpoints = {
    metadata: { ...metadata, labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } },
    subsets: [{ addresses: [{ ip: apiServer.address }], ports }],
  }
  const slice: EndpointSlice = {
    metadata: { ...metadata, labels: { 'kubernetes.io/service-name': 'kubernetes' } },
    addressType: 'IPv4',
    endpoints: [{ addresses: [apiServer.address], conditions: { ready: true } }],
    ports,
  }
  return [
    { ref: services, object: service },
    { ref: endpoints, object: mirrored },
    { ref: endpointSlices, object: slice },
  ]
}

/**
 * Resolves once nodes are Ready, the default ServiceAccount is there, and what was installed in kube-system runs
 * (with no node to run on: is there). Needs the informers running.
 */
export function untilUsable(informers: InformerFactory): Promise<void> {
  const cached = {
    nodes: informers.for(nodes),
    accounts: informers.for(serviceAccounts),
    deployments: informers.for(deployments),
  }
  const usable = (): boolean => {
    const all = cached.nodes.list()
    const ready = all.every(({ status }) =>
      status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True'),
    )
    // metrics-server answers once it has measured twice: half a minute that nobody has to wait for.
    const installed = cached.deployments
      .list('kube-system')
      .filter(({ metadata }) => metadata.labels?.['k8s-app'] !== 'metrics-server')
    const runs = all.length === 0 || installed.every(({ status }) => (status?.availableReplicas ?? 0) > 0)
    return ready && runs && cached.accounts.get('default', 'default') !== undefined
  }
  return new Promise((resolve) => {
    const removers: (() => void)[] = []
    const look = (): void => {
      if (!usable()) return
      for (const remove of removers.splice(0)) remove()
      resolve()
    }
    const handlers = { added: look, updated: look }
    removers.push(cached.nodes.on(handlers), cached.accounts.on(handlers), cached.deployments.on(handlers))
    look()
  })
}
