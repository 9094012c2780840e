// What a real API server answered (Kubernetes 1.35.1, dry run) to pods and workloads, whole and broken in one place.
import { describe, expect, test } from 'vitest'
import { decodeValue } from '../../api/decode/decode.ts'
import { kubernetes } from '../../api/facts.ts'
import { errorText } from '../../api/field-errors.ts'
import type { KubeObject } from '../../api/object.ts'
import { pruneEmpty } from '../../api/zero-values.ts'
import { deploymentStrategy } from '../deployments.ts'
import { podStrategy } from '../pods.ts'
import { replicaSetStrategy } from '../replicasets.ts'
import type { ClusterView, ResourceStrategy } from '../resource.ts'
import defaulted from './defaults.golden.json' with { type: 'json' }
import golden from './validation.golden.json' with { type: 'json' }

interface Case {
  base: string
  path: string
  /** Absent: what stands there is taken out. */
  value?: unknown
  errors: string[]
}
type Tree = Record<string, unknown>

const bases = golden.bases as unknown as Record<string, KubeObject>
const strategies: Record<string, ResourceStrategy> = {
  Pod: podStrategy as ResourceStrategy,
  Deployment: deploymentStrategy as ResourceStrategy,
  ReplicaSet: replicaSetStrategy as ResourceStrategy,
}
const view: ClusterView = {
  now: '2027-01-01T00:00:00Z',
  nowMs: Date.UTC(2027, 0, 1),
  random: () => 0,
  list: () => [],
  get: (ref, namespace, name) =>
    (ref.kind === 'ServiceAccount' ? { metadata: { name, namespace } } : undefined) as never,
}

function prepared(manifest: KubeObject): { object: KubeObject; strategy: ResourceStrategy } {
  const strategy = strategies[manifest.kind!]!
  const { group, version, kind } = strategy.ref
  const { object } = decodeValue(manifest, { group, version, kind, type: strategy.type })
  object.metadata.namespace = 'default'
  strategy.defaults?.(object)
  strategy.admit?.(object, view)
  strategy.prepareForCreate?.(object, view)
  return { object, strategy }
}

function mutated({ base, path, value }: Case): KubeObject {
  const manifest = structuredClone(bases[base]!)
  const keys = path.split('/')
  const last = keys.pop()!
  const parent = keys.reduce<Tree>((tree, key) => tree[key] as Tree, manifest as unknown as Tree)
  if (value !== undefined) parent[last] = value
  else if (Array.isArray(parent)) parent.splice(Number(last), 1)
  else delete parent[last]
  return manifest
}

describe('a whole manifest is stored with every default', () => {
  test.each(Object.entries(defaulted))('%s', (base, expected) => {
    const { object, strategy } = prepared(bases[base]!)
    expect(strategy.validate?.(object, view)).toEqual([])
    pruneEmpty(object, strategy.type, kubernetes.types)
    expect(object).toEqual(expected)
  })
})

describe('a broken manifest is refused with the paths and sentences of the real server', () => {
  test.each(golden.cases as Case[])('$base: $path = $value', (broken) => {
    const { object, strategy } = prepared(mutated(broken))
    const errors = (strategy.validate?.(object, view) ?? []).map(errorText)
    // Kubernetes walks maps in any order.
    expect(errors.toSorted()).toEqual(broken.errors.toSorted())
  })
})
