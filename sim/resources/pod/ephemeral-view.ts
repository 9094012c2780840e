// pods/NAME/ephemeralcontainers: what `kubectl debug` writes. Only new ephemeral containers count. k8s: pkg/registry/core/pod/strategy.go podEphemeralContainersStrategy
import { copyTree } from '../../api/copy-tree.ts'
import { forbidden, path } from '../../api/field-errors.ts'
import { internalJson } from '../../api/internal-json.ts'
import { sameValue } from '../../api/meta-validation.ts'
import { jsonDiff } from '../../api/unified-diff.ts'
import type { EphemeralContainer, Pod } from '../../generated/types.ts'
import { mirrorAnnotation } from '../pod-spec/annotation-validation.ts'
import type { ViewStrategy } from '../resource.ts'
import { keepMetadata } from './kept-metadata.ts'

export const ephemeralView: ViewStrategy<Pod> = {
  prepare(pod, old) {
    const { ephemeralContainers } = pod.spec ?? {}
    pod.spec = { ...copyTree(old.spec!), ...(ephemeralContainers ? { ephemeralContainers } : {}) }
    keepMetadata(pod, old)
  },
  validateUpdate(pod, old) {
    if (old.metadata.annotations?.[mirrorAnnotation] !== undefined) {
      return [forbidden(path(''), 'static pods do not support ephemeral containers')]
    }
    const at = path('spec').child('ephemeralContainers')
    const after = new Map((pod.spec?.ephemeralContainers ?? []).map((container) => [container.name, container]))
    return (old.spec?.ephemeralContainers ?? []).flatMap((container) => {
      const now = after.get(container.name)
      const name = JSON.stringify(container.name)
      if (!now) return [forbidden(at, `existing ephemeral containers ${name} may not be removed\n`)]
      if (sameValue(now, container)) return []
      return [forbidden(at, `existing ephemeral containers ${name} may not be changed\n${diffOf(container, now)}`)]
    })
  },
}

function diffOf(before: EphemeralContainer, after: EphemeralContainer): string {
  return jsonDiff(internalJson(before, 'EphemeralContainer'), internalJson(after, 'EphemeralContainer'))
}
