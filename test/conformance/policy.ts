// Quotas, limits and permissions: what the server lets in, in its own words, and what it writes down.
import { expect } from 'vitest'
import { refusalOf, type Scenario, type World } from './world.ts'

function pod(name: string, resources = '{}'): string {
  return `
apiVersion: v1
kind: Pod
metadata: {name: ${name}}
spec:
  terminationGracePeriodSeconds: 0
  containers:
  - name: c
    image: busybox:1.36
    command: [sleep, "1000"]
    resources: ${resources}
---`
}

function quota(name: string, spec: string): string {
  return `
apiVersion: v1
kind: ResourceQuota
metadata: {name: ${name}}
spec: ${spec}
---`
}

/** What is used of a quota, once it is known and as it should be. */
async function used(world: World, name: string, expected: Record<string, string>): Promise<void> {
  await world.until(`${name} used ${JSON.stringify(expected)}`, async () => {
    const { status } = await world.get('ResourceQuota', name)
    expect(status['used']).toEqual(expected)
    return true
  })
}

async function review(world: World, user: string, attributes: string): Promise<unknown> {
  const { status } = await world.ask(`
apiVersion: authorization.k8s.io/v1
kind: SubjectAccessReview
spec: {user: ${user}, resourceAttributes: ${attributes}}`)
  return JSON.parse(world.mask(JSON.stringify(status))) as unknown
}

export const policyScenarios: Scenario[] = [
  {
    name: 'a quota counts what comes, refuses what is too much, and forgets what goes',
    async run(world) {
      await world.create(quota('cuota', '{hard: {pods: "1", requests.cpu: 500m, count/configmaps: "3"}}'))
      // The cluster's own certificate is a ConfigMap of every namespace.
      await used(world, 'cuota', { pods: '0', 'requests.cpu': '0', 'count/configmaps': '1' })
      const silent = await refusalOf(world.create(pod('callado')))
      expect(silent).toBe('pods "callado" is forbidden: failed quota: cuota: must specify requests.cpu for: c')
      await world.create(pod('uno', '{requests: {cpu: 200m}}'))
      await used(world, 'cuota', { pods: '1', 'requests.cpu': '200m', 'count/configmaps': '1' })
      expect(await refusalOf(world.create(pod('dos', '{requests: {cpu: 400m}}')))).toBe(
        'pods "dos" is forbidden: exceeded quota: cuota, requested: pods=1,requests.cpu=400m, used: pods=1,requests.cpu=200m, limited: pods=1,requests.cpu=500m',
      )
      await world.remove('Pod', 'uno', { grace: 0 })
      await used(world, 'cuota', { pods: '0', 'requests.cpu': '0', 'count/configmaps': '1' })
    },
  },
  {
    name: 'a scope says whose pods a quota counts',
    async run(world) {
      await world.create(quota('sin-peticiones', '{hard: {pods: "0"}, scopes: [BestEffort]}'))
      await used(world, 'sin-peticiones', { pods: '0' })
      expect(await refusalOf(world.create(pod('cualquiera')))).toBe(
        'pods "cualquiera" is forbidden: exceeded quota: sin-peticiones, requested: pods=1, used: pods=0, limited: pods=0',
      )
      await world.create(pod('educado', '{requests: {cpu: 10m}}'))
      await used(world, 'sin-peticiones', { pods: '0' })
    },
  },
  {
    name: 'a ReplicaSet tells that a quota does not let its pods in',
    async run(world) {
      await world.create(quota('cuota', '{hard: {pods: "0"}}'))
      await used(world, 'cuota', { pods: '0' })
      await world.create(`
apiVersion: apps/v1
kind: ReplicaSet
metadata: {name: web}
spec:
  replicas: 1
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: c, image: 'busybox:1.36'}]}`)
      const found = await world.until('FailedCreate', async () => {
        const lines = await world.events('ReplicaSet', 'web')
        return lines.find((line) => line.includes('FailedCreate'))
      })
      expect(found.replace(/web-[a-z0-9]{5}/, 'web-XXXXX')).toMatch(
        /^Warning FailedCreate \(replicaset-controller\): Error creating: pods "web-\S+" is forbidden: exceeded quota: cuota, requested: pods=1, used: pods=0, limited: pods=0$/,
      )
    },
  },
  {
    name: 'a limit range fills in what is not said, and refuses what is beyond it',
    async run(world) {
      await world.create(`
apiVersion: v1
kind: LimitRange
metadata: {name: limites}
spec:
  limits:
  - {type: Container, max: {cpu: "1"}, min: {memory: 16Mi}, _default: {memory: 64Mi}, defaultRequest: {cpu: 10m}}
  - {type: PersistentVolumeClaim, max: {storage: 1Gi}}`)
      const { spec } = await world.get('LimitRange', 'limites')
      expect((spec['limits'] as object[])[0]).toEqual({
        type: 'Container',
        max: { cpu: '1' },
        min: { memory: '16Mi' },
        // The client's own name for `default`.
        _default: { cpu: '1', memory: '64Mi' },
        defaultRequest: { cpu: '10m', memory: '64Mi' },
      })
      await world.create(pod('callado'))
      const made = await world.get('Pod', 'callado')
      expect((made.spec['containers'] as { resources: unknown }[])[0]!.resources).toEqual({
        limits: { cpu: '1', memory: '64Mi' },
        requests: { cpu: '10m', memory: '64Mi' },
      })
      expect(made.metadata!.annotations!['kubernetes.io/limit-ranger']).toBe(
        'LimitRanger plugin set: cpu, memory request for container c; cpu, memory limit for container c',
      )
      expect(await refusalOf(world.create(pod('grande', '{limits: {cpu: "2"}}')))).toBe(
        'pods "grande" is forbidden: maximum cpu usage per Container is 1, but limit is 2',
      )
      const claim = `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: grande}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 5Gi}}}`
      expect(await refusalOf(world.create(claim))).toBe(
        'persistentvolumeclaims "grande" is forbidden: maximum storage usage per PersistentVolumeClaim is 1Gi, but request is 5Gi',
      )
    },
  },
  {
    name: 'a role given in a namespace reaches what is in it and nothing else, and the server says why',
    async run(world) {
      const claims = `{verb: create, resource: persistentvolumeclaims, namespace: $NS}`
      expect(await review(world, 'ana', claims)).toEqual({ allowed: false })
      await world.create(`
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: ana-edita}
subjects: [{kind: User, name: ana, apiGroup: rbac.authorization.k8s.io}]
roleRef: {kind: ClusterRole, name: edit, apiGroup: rbac.authorization.k8s.io}`)
      await world.until('ana may', async () => {
        const { allowed } = (await review(world, 'ana', claims)) as { allowed: boolean }
        return allowed
      })
      expect(await review(world, 'ana', claims)).toEqual({
        allowed: true,
        reason: world.mask(
          `RBAC: allowed by RoleBinding "ana-edita/${world.namespace}" of ClusterRole "edit" to User "ana"`,
        ),
      })
      expect(await review(world, 'ana', '{verb: create, resource: persistentvolumes}')).toEqual({ allowed: false })
      expect(
        await review(world, 'ana', '{verb: create, resource: persistentvolumeclaims, namespace: kube-system}'),
      ).toEqual({ allowed: false })
    },
  },
]
