import { describe, expect, it } from 'vitest'
import type { Container, Pod } from '../../generated/types.ts'
import { ephemeralView } from './ephemeral-view.ts'
import { resizeView } from './resize-view.ts'

const container: Container = {
  name: 'c',
  image: 'busybox:1.36',
  resources: { requests: { cpu: '100m', memory: '32Mi' }, limits: { memory: '64Mi' } },
}
const old: Pod = {
  metadata: { name: 'p', labels: { app: 'p' } },
  spec: { containers: [container], ephemeralContainers: [{ name: 'd', image: 'busybox:1.36' }] },
  status: { qosClass: 'Burstable' },
}
const changed = (change: (pod: Pod) => void): Pod => {
  const pod = structuredClone(old)
  change(pod)
  return pod
}
const told = (view: typeof resizeView, pod: Pod): string[] => {
  view.prepare(pod, old)
  return view.validateUpdate(pod, old).map(({ field, detail }) => `${field}: ${detail}`)
}

describe('pods/ephemeralcontainers', () => {
  it('takes new ones and nothing else', () => {
    const pod = changed((one) => {
      one.spec!.ephemeralContainers!.push({ name: 'e', image: 'busybox:1.36' })
      one.spec!.containers[0]!.image = 'otra'
      one.metadata.labels = {}
    })
    expect(told(ephemeralView, pod)).toEqual([])
    expect(pod.spec!.containers[0]!.image).toBe('busybox:1.36')
    expect(pod.metadata.labels).toEqual({ app: 'p' })
    expect(pod.spec!.ephemeralContainers).toHaveLength(2)
  })

  it('keeps what is there', () => {
    expect(
      told(
        ephemeralView,
        changed((pod) => void (pod.spec!.ephemeralContainers = [])),
      ),
    ).toEqual(['spec.ephemeralContainers: existing ephemeral containers "d" may not be removed\n'])
  })
})

describe('pods/resize', () => {
  const resources = (requests: Record<string, string>, limits: Record<string, string>): string[] =>
    told(
      resizeView,
      changed((pod) => void (pod.spec!.containers[0]!.resources = { requests, limits })),
    )

  it('changes CPU and memory', () => {
    expect(resources({ cpu: '200m', memory: '16Mi' }, { memory: '128Mi', cpu: '1' })).toEqual([])
  })

  it('refuses the rest in the words of the server', () => {
    expect(resources({ cpu: '200m' }, { memory: '64Mi' })).toEqual([
      'spec.containers[0].resources.requests: resource requests cannot be removed',
    ])
    expect(resources({ cpu: '64m', memory: '64Mi' }, { memory: '64Mi', cpu: '64m' })).toEqual([
      'spec: Pod QOS Class may not change as a result of resizing',
    ])
    expect(resources({ cpu: '100m', memory: '32Mi' }, { memory: '64Mi', 'ephemeral-storage': '1Gi' })).toEqual([
      'spec: only cpu and memory resources are mutable',
    ])
  })
})
