// Services and Ingress: who answers, and who gets nothing.
import { expect } from 'vitest'
import type { Scenario, World } from './world.ts'

function server(name: string, text: string, readiness = '[ -f /w/index.html ]'): string {
  return `
apiVersion: v1
kind: Pod
metadata: {name: ${name}, labels: {app: web}}
spec:
  terminationGracePeriodSeconds: 0
  containers:
  - name: c
    image: busybox:1.36
    command: [sh, -c, 'mkdir /w; echo ${text} > /w/index.html; httpd -f -p 8080 -h /w']
    ports: [{name: http, containerPort: 8080}]
    readinessProbe: {exec: {command: [sh, -c, '${readiness}']}, periodSeconds: 1}
---`
}

function service(targetPort: string): string {
  return `
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: ${targetPort}}]}
---`
}

function client(name: string, script: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: {name: ${name}}
spec:
  restartPolicy: Never
  containers: [{name: c, image: 'busybox:1.36', command: [sh, -c, '${script}']}]
---`
}

async function ready(world: World, name: string): Promise<void> {
  await world.until(`${name} ready`, async () => {
    const conditions = (await world.get('Pod', name)).status['conditions'] as { type: string; status: string }[]
    return conditions?.some(({ type, status }) => type === 'Ready' && status === 'True')
  })
}

async function outcome(world: World, name: string): Promise<string> {
  return world.until(`${name} done`, async () => {
    const phase = (await world.get('Pod', name)).status['phase'] as string
    return (phase === 'Succeeded' || phase === 'Failed') && phase
  })
}

interface Slice {
  ports?: { name: string; port: number }[]
  endpoints?: { conditions: object; nodeName?: string; targetRef?: { name: string } }[]
}

export const networkScenarios: Scenario[] = [
  {
    name: 'a Service by name, by its named port; the slice lists its pods',
    async run(world) {
      await world.create(service('http') + server('a', 'uno'))
      await ready(world, 'a')
      const [slice] = (await world.until('endpoints', async () => {
        const found = (await world.list('EndpointSlice')) as unknown as Slice[]
        return (found[0]?.endpoints?.length ?? 0) > 0 && found
      })) as Slice[]
      expect(slice!.ports).toMatchObject([{ name: 'http', port: 8080, protocol: 'TCP' }])
      expect(slice!.endpoints).toMatchObject([
        { conditions: { ready: true, serving: true, terminating: false }, targetRef: { kind: 'Pod', name: 'a' } },
      ])
      await world.create(
        client(
          'c',
          'for i in 1 2 3 4 5; do wget -q -O /tmp/o http://web && break; sleep 1; done; [ "$(cat /tmp/o)" = uno ]',
        ),
      )
      expect(await outcome(world, 'c')).toBe('Succeeded')
    },
  },
  {
    name: 'a pod that is not ready gets nothing; the wrong targetPort has endpoints and nobody listening',
    async run(world) {
      await world.create(service('8081') + server('a', 'uno') + server('b', 'dos', 'false'))
      await ready(world, 'a')
      const slices = await world.until('both in the slice', async () => {
        const found = (await world.list('EndpointSlice')) as unknown as Slice[]
        return found[0]?.endpoints?.length === 2 && found
      })
      const byName = Object.fromEntries(
        slices[0]!.endpoints!.map(({ targetRef, conditions }) => [targetRef!.name, conditions]),
      )
      expect(byName).toEqual({
        a: { ready: true, serving: true, terminating: false },
        b: { ready: false, serving: false, terminating: false },
      })
      await world.create(client('c', 'wget -q -O - http://web'))
      expect(await outcome(world, 'c')).toBe('Failed')
      await world.patch('Service', 'web', { spec: { ports: [{ name: 'http', port: 80, targetPort: 8080 }] } })
      await world.create(
        client('d', 'sleep 2; for i in 1 2 3 4 5 6; do [ "$(wget -q -O - http://web)" = uno ] || exit 1; done'),
      )
      expect(await outcome(world, 'd')).toBe('Succeeded')
    },
  },
  {
    name: 'names: with the namespace too; one that is not there is a bad address',
    async run(world) {
      await world.create(service('http') + server('a', 'uno'))
      await ready(world, 'a')
      await world.create(
        client(
          'c',
          `sleep 2; wget -q -O - http://web.${world.namespace}.svc.cluster.local && wget -q -O - http://web.${world.namespace} && ! wget -q -O - http://nadie 2>/tmp/e && grep bad.address /tmp/e`,
        ),
      )
      expect(await outcome(world, 'c')).toBe('Succeeded')
    },
  },
  {
    name: 'Ingress: the default class is written in, its host answers from inside and no other does',
    async run(world) {
      const host = `${world.namespace}.mi-cluster.com`
      await world.create(
        `${service('http')}${server('a', 'uno')}
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web}
spec:
  rules:
  - host: ${host}
    http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}
`,
      )
      await ready(world, 'a')
      expect((await world.get('Ingress', 'web')).spec['ingressClassName']).toBe('traefik')
      const ask = (name: string): string => `wget -q -O - --header "Host: ${name}" http://traefik.kube-system`
      await world.create(
        client(
          'c',
          `for i in 1 2 3 4 5 6 7 8; do [ "$(${ask(host)})" = uno ] && break; sleep 1; done; [ "$(${ask(host)})" = uno ] && ! ${ask('otro.com')}`,
        ),
      )
      expect(await outcome(world, 'c')).toBe('Succeeded')
    },
  },
]
