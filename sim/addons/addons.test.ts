import { describe, expect, it } from 'vitest'
import { ingresses, persistentVolumes, pods, services } from '../api/refs.ts'
import { requestOver } from '../network/http-message.ts'
import { testNodes, type TestNodes } from '../kubelet/fixture.ts'
import { applyAddons } from './apply.ts'

async function cluster(addons: { ingress?: boolean; storage?: boolean }): Promise<TestNodes> {
  const nodes = await testNodes(['node-1', 'node-2'], { controllers: true })
  await applyAddons(nodes.client, { ingress: false, storage: false, dns: true, ...addons })
  await nodes.clock.advance(5000)
  return nodes
}

const web = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: web
        image: busybox:1.36
        command: [sh, -c, 'mkdir /www; hostname > /www/index.html; exec httpd -f -p 8080 -h /www']
        ports: [{name: http, containerPort: 8080}]
---
apiVersion: v1
kind: Service
metadata: {name: web-service}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: http}]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web}
spec:
  rules:
  - host: app1.mi-cluster.com
    http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web-service, port: {number: 80}}}}]}
`

const curl = async (nodes: TestNodes, host: string): Promise<string> => {
  const arrival = await nodes.network.arrive({ port: 80 })
  const response = await requestOver(arrival.open(), {
    method: 'GET',
    target: '/',
    headers: new Headers({ host }),
    body: null,
  })
  return `${response.status} ${await response.text()}`
}

describe('ingress', () => {
  it('goes from the outside to a ready pod behind the service', async () => {
    const nodes = await cluster({ ingress: true })
    await nodes.apply(web)
    await nodes.clock.advance(5000)
    const answers = new Set([await curl(nodes, 'app1.mi-cluster.com'), await curl(nodes, 'app1.mi-cluster.com')])
    const { items } = await nodes.client.list(pods, 'default')
    expect([...answers].toSorted()).toEqual(items.map(({ metadata }) => `200 ${metadata.name}\n`).toSorted())
    expect(await curl(nodes, 'otro.com')).toBe('404 404 page not found\n')
    const ingress = await nodes.client.get(ingresses, 'default', 'web')
    expect(ingress?.status?.loadBalancer?.ingress).toEqual([{ ip: '172.18.0.2' }, { ip: '172.18.0.3' }])
    const service = await nodes.client.get(services, 'kube-system', 'traefik')
    expect(service?.status?.loadBalancer?.ingress?.map(({ ip }) => ip)).toEqual(['172.18.0.2', '172.18.0.3'])
    expect(nodes.errors).toEqual([])
  })

  it('answers 503 when no pod is ready', async () => {
    const nodes = await cluster({ ingress: true })
    await nodes.apply(web.replace('replicas: 2', 'replicas: 0'))
    await nodes.clock.advance(2000)
    expect(await curl(nodes, 'app1.mi-cluster.com')).toBe('503 no available server\n')
  })
})

describe('storage', () => {
  it('makes a volume where its first consumer runs, keeps the data and deletes it at the end', async () => {
    const nodes = await cluster({ storage: true })
    await nodes.apply(`
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
---
apiVersion: v1
kind: Pod
metadata: {name: one}
spec:
  restartPolicy: Never
  volumes: [{name: d, persistentVolumeClaim: {claimName: data}}]
  containers: [{name: c, image: "busybox:1.36", command: [sh, -c, "cat /d/f; echo hola >> /d/f"], volumeMounts: [{name: d, mountPath: /d}]}]
`)
    await nodes.until('one', (pod) => pod?.status?.phase === 'Succeeded')
    const [volume] = (await nodes.client.list(persistentVolumes, '')).items
    expect({ phase: volume?.status?.phase, path: volume?.spec?.hostPath?.path.replace(/pvc-[^_]*/, 'pvc') }).toEqual({
      phase: 'Bound',
      path: '/var/lib/rancher/k3s/storage/pvc_default_data',
    })
    // The binder and the provisioner write theirs in the same instant.
    expect((await nodes.eventsOf('data')).map((event) => event.replace(/pvc-\S+/, 'pvc')).toSorted()).toEqual([
      "ExternalProvisioning: Waiting for a volume to be created either by the external provisioner 'rancher.io/local-path' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.",
      'Provisioning: External provisioner is provisioning volume for claim "default/data"',
      'ProvisioningSucceeded: Successfully provisioned volume pvc',
      'WaitForFirstConsumer: waiting for first consumer to be created before binding',
    ])
    expect(nodes.errors).toEqual([])
  })
})
