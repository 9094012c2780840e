// What the listener answers to upgrades of every kind, and what is left of one whose client vanishes.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CoreV1Api, KubeConfig } from '@kubernetes/client-node'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import WebSocket from 'ws'
import { embeddedProvider } from '../../providers/embedded.ts'

const folder = mkdtempSync(join(tmpdir(), 'timonel-upgrade-'))
const provider = embeddedProvider(folder)
const config = new KubeConfig()
const pods = '/api/v1/namespaces/default/pods'
const shell = `${pods}/web/exec?command=sh&stdin=true&stdout=true&tty=true`

beforeAll(async () => {
  const nodes = [{ name: 'nodo1' }]
  const { kubeconfig } = await provider.start({ id: 'upgrades', nodes, ingress: false, storage: false })
  config.loadFromString(kubeconfig)
  const api = config.makeApiClient(CoreV1Api)
  const containers = [{ name: 'c', image: 'busybox:1.36', command: ['sleep', '3600'] }]
  const spec = { containers, terminationGracePeriodSeconds: 1 }
  await api.createNamespacedPod({ namespace: 'default', body: { metadata: { name: 'web' }, spec } })
  const running = async (): Promise<void> => {
    const { status } = await api.readNamespacedPod({ name: 'web', namespace: 'default' })
    expect(status?.phase).toBe('Running')
  }
  await vi.waitFor(running, { timeout: 20_000 })
})
afterAll(async () => {
  await provider.close()
  rmSync(folder, { recursive: true, force: true })
})

interface Dialled {
  socket: WebSocket
  /** `101 PROTOCOL`, or the refusal's code and body. */
  answer: Promise<string>
  /** Everything received on a channel so far. */
  received: (channel: number) => string
}

function dial(path: string, protocols: string[], options: { token?: string; prefix?: string } = {}): Dialled {
  const { server, caData } = config.getCurrentCluster()!
  const token = options.token ?? config.getCurrentUser()!.token!
  const base = options.prefix === undefined ? server : server.replace(/\/c\/.*$/, options.prefix)
  const socket = new WebSocket(`${base.replace('https', 'wss')}${path}`, protocols, {
    ca: Buffer.from(caData!, 'base64'),
    headers: { authorization: `Bearer ${token}` },
  })
  const texts = new Map<number, string>()
  socket.on('message', (data: Buffer) => texts.set(data[0]!, (texts.get(data[0]!) ?? '') + data.subarray(1).toString()))
  const answer = new Promise<string>((resolve) => {
    socket.on('open', () => resolve(`101 ${socket.protocol}`))
    socket.on('unexpected-response', (_request, response) => {
      let body = ''
      response.on('data', (data: Buffer) => (body += data.toString()))
      response.on('end', () => resolve(`${response.statusCode} ${wordsOf(body)}`))
    })
    socket.on('error', (error) => resolve(error.message))
  })
  return { socket, answer, received: (channel) => texts.get(channel) ?? '' }
}

function wordsOf(body: string): string {
  return body.startsWith('{') ? ((JSON.parse(body) as { message?: string; kind: string }).message ?? 'an object') : body
}

it('chooses the newest protocol of a client', async () => {
  for (const [offered, chosen] of [
    [['v5.channel.k8s.io', 'v4.channel.k8s.io'], 'v5.channel.k8s.io'],
    [['v3.channel.k8s.io', 'v4.channel.k8s.io'], 'v4.channel.k8s.io'],
  ] as const) {
    const { socket, answer } = dial(shell, [...offered])
    expect(await answer).toBe(`101 ${chosen}`)
    socket.terminate()
  }
})

it('refuses whoever has no token, and every upgrade that it does not know', async () => {
  const v5 = ['v5.channel.k8s.io']
  expect(await dial(shell, v5, { token: 'wrong' }).answer).toBe('401 Unauthorized')
  expect(await dial(shell, v5, { prefix: '/c/other' }).answer).toBe('404 no such cluster')
  expect(await dial(shell, ['base64.channel.k8s.io']).answer).toBe('400 unable to upgrade: unsupported protocol')
  expect(await dial(`${pods}/web/portforward`, v5).answer).toBe('400 unable to upgrade: unsupported protocol')
  expect(await dial(`${pods}/nobody/exec`, v5).answer).toBe('404 pods "nobody" not found')
  // What has nothing to upgrade is answered as if nobody had asked for it.
  expect(await dial(`${pods}/web`, v5).answer).toBe('200 an object')
})

it("tells a node's refusal as the protocol has it: in HTTP before version 5, as a Status from there", async () => {
  const none = `${pods}/web/exec?command=ls`
  const words = 'you must specify at least 1 of stdin, stdout, stderr'
  expect(await dial(none, ['v4.channel.k8s.io']).answer).toBe(`400 ${words}\n`)
  const { answer, received } = dial(none, ['v5.channel.k8s.io'])
  expect(await answer).toBe('101 v5.channel.k8s.io')
  await expect.poll(() => received(3)).toContain(`unable to upgrade connection: ${words}`)
})

it('a client that vanishes leaves no shell behind', async () => {
  const { socket, answer, received } = dial(shell, ['v5.channel.k8s.io'])
  await answer
  socket.send(Buffer.from('\0MARK=here; sleep 3000\r'))
  await expect.poll(() => received(1)).toContain('sleep 3000\r\n')
  const processes = async (): Promise<string> => {
    const ps = dial(`${pods}/web/exec?command=ps&stdout=true`, ['v5.channel.k8s.io'])
    await new Promise((resolve) => ps.socket.once('close', resolve))
    return ps.received(1)
  }
  await expect.poll(processes).toContain('sleep 3000')
  socket.terminate()
  await expect.poll(processes, { timeout: 10_000 }).not.toContain('sleep 3000')
  expect(await processes()).not.toMatch(/\bsh\b/)
})
