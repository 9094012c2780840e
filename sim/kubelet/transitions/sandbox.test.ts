import { expect, it } from 'vitest'
import type { Pod } from '../../generated/types.ts'
import { createAddressPool } from '../../network/addresses.ts'
import type { NodeHost } from '../node-host.ts'
import { createPodState } from '../pod-state.ts'
import { closeSandbox, keepAddress, openSandbox } from './sandbox.ts'

const host = (): NodeHost =>
  ({
    resumes: true,
    addresses: createAddressPool('10.42.0.0/24'),
    network: { attach: () => () => undefined },
  }) as unknown as NodeHost

const pod = (uid: string, podIP?: string): Pod => ({
  metadata: { name: uid, uid },
  spec: { containers: [] },
  status: { phase: 'Running', ...(podIP ? { podIP } : {}) },
})

it('a pod that goes on has its address again, whoever is faster', () => {
  const node = host()
  const [before, fresh] = [pod('before', '10.42.0.2'), pod('fresh')]
  const [kept, other] = [createPodState(before, 0, true), createPodState(fresh, 0, true)]
  keepAddress(node, before, kept)
  openSandbox(node, fresh, other)
  openSandbox(node, before, kept)
  expect([kept.address, other.address]).toEqual(['10.42.0.2', '10.42.0.3'])
})

it('one that ends before its sandbox is open again gives the address back, once', () => {
  const node = host()
  const before = pod('before', '10.42.0.2')
  const state = createPodState(before, 0, true)
  keepAddress(node, before, state)
  closeSandbox(node, before, state)
  expect(node.addresses.take()).toBe('10.42.0.2')
  closeSandbox(node, before, state)
  const taken = Array.from({ length: 252 }, () => node.addresses.take())
  expect(taken).not.toContain('10.42.0.2')
})
