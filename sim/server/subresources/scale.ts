// NAME/scale: a workload's replicas as one small object. k8s: pkg/registry/apps/deployment/storage/storage.go ScaleREST
import { copyTree } from '../../api/copy-tree.ts'
import { validateObjectMeta } from '../../api/meta-validation.ts'
import { nameIsSubdomain } from '../../api/names.ts'
import type { KubeObject } from '../../api/object.ts'
import { invalid as invalidField } from '../../api/field-errors.ts'
import { invalid, unknownPath } from '../../api/status.ts'
import type { Scale } from '../../generated/types.ts'
import type { ScaleStrategy } from '../../resources/resource.ts'
import type { Target, WriteOptions } from '../api.ts'
import type { Machine } from '../machine.ts'
import { get } from '../verbs/get.ts'
import { update } from '../verbs/update.ts'

/** The Scale of a workload; 404 for a resource that has none. */
export function readScale(machine: Machine, target: Target): KubeObject {
  const strategy = strategyOf(target)
  return scaleOf(get(machine, target), strategy)
}

/** Sets the replicas that a Scale asks for; throws 409 for an old resourceVersion, 422 for a negative number. */
export function writeScale(machine: Machine, target: Target, body: KubeObject, options: WriteOptions): KubeObject {
  const scale = body as Scale & KubeObject
  const strategy = strategyOf(target)
  const replicas = scale.spec?.replicas ?? 0
  const faults = validateObjectMeta(scale.metadata, true, nameIsSubdomain)
  if (replicas < 0) faults.push(invalidField('spec.replicas', replicas, 'must be greater than or equal to 0'))
  if (faults.length > 0) throw invalid({ group: 'autoscaling', kind: 'Scale' }, target.name, faults)
  const object = copyTree(get(machine, target))
  strategy.setReplicas(object, replicas)
  if (scale.metadata.resourceVersion) object.metadata.resourceVersion = scale.metadata.resourceVersion
  else delete object.metadata.resourceVersion
  const written = update(machine, { ...target, subresource: '' }, object, {
    ...options,
    unconditional: true,
    cameBy: 'scale',
  })
  return scaleOf(written.object, strategy)
}

function strategyOf({ strategy }: Target): ScaleStrategy<KubeObject> {
  if (!strategy.scale) throw unknownPath()
  return strategy.scale
}

function scaleOf(object: KubeObject, strategy: ScaleStrategy<KubeObject>): KubeObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata
  const selector = strategy.selector(object)
  const replicas = strategy.replicas(object)
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    // Go leaves a zero of this field out.
    spec: replicas === 0 ? {} : { replicas },
    status: { replicas: strategy.statusReplicas(object), ...(selector ? { selector } : {}) },
  } as KubeObject
}
