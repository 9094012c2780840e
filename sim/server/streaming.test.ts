// Which conversations with a pod the server refuses, in the sentences of a real one.
import { expect, it } from 'vitest'
import type { KubeObject, ResourceRef } from '../api/object.ts'
import { namespaces, nodes, pods, serviceAccounts } from '../api/refs.ts'
import { fakeClock } from '../clock.ts'
import { seededRandom } from '../random.ts'
import { resources } from '../resources/index.ts'
import { createStore } from '../store/store.ts'
import { createApi } from './api-server.ts'
import { NodeRefusal, type Connect } from './connect.ts'
import { administrator, createAuth } from './auth/auth.ts'
import { createHandler } from './handler.ts'
import { createRegistry } from './request-target.ts'
import { createUpgrade, type Streaming } from './streaming.ts'

const absent = (): never => {
  throw new NodeRefusal(500, 'asked the node')
}
const connect: Connect = { log: absent, proxy: absent, exec: absent, attach: absent, forward: absent }

function open() {
  const clock = fakeClock()
  const store = createStore<KubeObject>({ historyMax: 100, onListenerError: () => undefined })
  const machine = { store, clock, random: seededRandom(1) }
  const api = createApi(machine)
  const auth = createAuth(machine, { anonymous: administrator })
  const registry = createRegistry(resources)
  const create = (
    { group, version, plural, namespaced }: Pick<ResourceRef, 'group' | 'version' | 'plural' | 'namespaced'>,
    object: KubeObject,
  ): void => {
    const namespace = namespaced ? 'default' : ''
    const strategy = registry.find(group, version, plural)!
    api.create({ strategy, namespace, name: '', subresource: '' }, object, {})
  }
  const pod = (name: string, containers: string[], spec = {}): void =>
    create(pods, {
      metadata: { name },
      spec: { containers: containers.map((one) => ({ name: one, image: 'busybox' })), ...spec },
    } as KubeObject)
  create(namespaces, { metadata: { name: 'default' } })
  create(serviceAccounts, { metadata: { name: 'default' } })
  create(nodes, { metadata: { name: 'node-1' } })
  pod('free', ['a'])
  pod('lost', ['a'], { nodeName: 'gone' })
  pod('bound', ['a'], { nodeName: 'node-1' })
  pod('two', ['a', 'b'], { nodeName: 'node-1', initContainers: [{ name: 'i', image: 'busybox' }] })
  const upgrade = createUpgrade({ api, registry, connect, auth })
  const handle = createHandler({ api, registry, clock, connect, auth })
  const request = (path: string, method = 'GET'): Request =>
    new Request(`http://cluster/api/v1/namespaces/default/pods/${path}`, { method })
  return {
    ask: (path: string, method?: string) => upgrade(request(path, method)),
    plainly: (path: string, method?: string) => handle(request(path, method)),
  }
}

async function words(answer: Streaming | Response | undefined): Promise<string> {
  if (!(answer instanceof Response)) return answer ? `goes on: ${answer.kind}` : 'nothing to upgrade'
  const { message } = (await answer.json()) as { message: string }
  return `${answer.status} ${message}`
}

it('refuses as a real server does, upgrade or not', async () => {
  const { ask, plainly } = open()
  const refusals = [
    ['free/exec?command=ls', '400 pod free does not have a host assigned'],
    ['free/portforward', '400 pod free does not have a host assigned'],
    ['lost/attach', '404 pods "gone" not found'],
    ['nobody/exec', '404 pods "nobody" not found'],
    ['two/exec?command=ls', '400 a container name must be specified for pod two, choose one of: [i a b]'],
    ['two/exec?container=c', '400 container c is not valid for pod two'],
  ] as const
  for (const [path, refusal] of refusals) {
    expect(await words(await ask(path))).toBe(refusal)
    expect(await words(await plainly(path, 'POST'))).toBe(refusal)
  }
  expect(await words(await plainly('bound/exec?command=ls'))).toBe('400 Upgrade request required')
  expect(await words(await ask('bound/exec', 'PUT'))).toBe(
    '405 the server does not allow this method on the requested resource',
  )
  expect(await words(await ask('bound'))).toBe('nothing to upgrade')
})

it('reads which streams are wanted; a terminal has no stderr', async () => {
  const { ask } = open()
  expect(await ask('bound/exec?command=ls&stdin=true&stdout=1&stderr=true&tty=true')).toMatchObject({
    kind: 'command',
    streams: { stdin: true, stdout: true, stderr: false, tty: true },
  })
  expect(await ask('bound/attach?stdout=true&stderr=false')).toMatchObject({
    streams: { stdin: false, stdout: true, stderr: false, tty: false },
  })
})

it('leaves to the node what the node refuses', async () => {
  const { ask } = open()
  const start = async (path: string) => {
    const streaming = await ask(path)
    if (!streaming || streaming instanceof Response) throw new Error('refused before')
    return () => (streaming.kind === 'ports' ? streaming.ports() : streaming.start())
  }
  expect(await start('bound/exec?command=ls')).toThrow('you must specify at least 1 of stdin, stdout, stderr')
  expect(await start('bound/exec?command=ls&stdout=true')).toThrow('asked the node')
  expect(await start('bound/portforward')).toThrow('query parameter "port" is required')
  expect(await start('bound/portforward?ports=')).toThrow('query parameter "port" cannot be empty')
  expect(await start('bound/portforward?ports=http')).toThrow('unable to parse "http" as a port')
  expect(await start('bound/portforward?ports=0')).toThrow('port "0" must be > 0')
  expect((await start('bound/portforward?ports=80,81&ports=82'))()).toEqual([80, 81, 82])
})
