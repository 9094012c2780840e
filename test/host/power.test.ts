import { expect, it } from 'vitest'
import type { Node } from '../../sim/generated/types.ts'
import { fakeClock } from '../../sim/clock.ts'
import { createCluster } from '../../sim/cluster.ts'

it('a machine goes off and on by a path of the server, and stays off in the cluster that goes on', async () => {
  const clock = fakeClock()
  let off: readonly string[] = []
  const errors: unknown[] = []
  const make = (initial: readonly string[]) =>
    createCluster({
      spec: { id: 'power', nodes: [{ name: 'nodo1' }, { name: 'nodo2' }], ingress: false, storage: false },
      clock,
      rootCertificate: '',
      off: initial,
      onPower: (now) => (off = now),
      onError: (where, error) => void errors.push([where, error]),
    })
  const cluster = make([])
  await cluster.start()
  const ask = async <T>(method: string, path: string, body?: object): Promise<{ status: number; body: T }> => {
    const init = { method, ...(body ? { body: JSON.stringify(body) } : {}) }
    const answer = await cluster.handle(new Request(`https://cluster${path}`, init))
    return { status: answer.status, body: (await answer.json()) as T }
  }
  const ready = async (): Promise<string | undefined> =>
    (await ask<Node>('GET', '/api/v1/nodes/nodo2')).body.status?.conditions?.find(({ type }) => type === 'Ready')
      ?.status

  expect(await ask('POST', '/timonel/v1/nodes/nodo2/power', { on: false })).toMatchObject({
    status: 200,
    body: {
      nodes: [
        { name: 'nodo1', on: true },
        { name: 'nodo2', on: false },
      ],
    },
  })
  expect(off).toEqual(['nodo2'])
  await clock.advance(60_000)
  expect(await ready()).toBe('Unknown')
  await ask('POST', '/timonel/v1/nodes/nodo2/power', { on: true })
  await clock.advance(0)
  expect(await ready()).toBe('True')
  expect(off).toEqual([])
  expect((await ask('POST', '/timonel/v1/nodes/nodo9/power', { on: true })).status).toBe(404)
  expect((await ask('POST', '/timonel/v1/nodes/nodo2/power', { on: 'no' })).status).toBe(400)
  expect((await ask('PUT', '/timonel/v1/nodes/nodo2/power', {})).status).toBe(405)
  await cluster.stop()

  const again = make(['nodo2'])
  await again.start()
  const machines = await again.handle(new Request('https://cluster/timonel/v1/nodes'))
  expect(await machines.json()).toEqual({
    nodes: [
      { name: 'nodo1', on: true },
      { name: 'nodo2', on: false },
    ],
  })
  await again.stop()
  expect(errors).toEqual([])
})
