// ControllerRevisions: the past templates of StatefulSets and DaemonSets. k8s: pkg/registry/apps/controllerrevision/strategy.go
import { controllerRevisions } from '../api/refs.ts'
import type { ControllerRevision } from '../generated/types.ts'
import { validateRevision, validateRevisionUpdate } from './controller-revision/validation.ts'
import { defineResource } from './resource.ts'
import { ageCell } from './table/age-cell.ts'

/** The strategy of controller revisions. */
export const controllerRevisionStrategy = defineResource<ControllerRevision>({
  ref: controllerRevisions,
  type: 'io.k8s.api.apps.v1.ControllerRevision',
  validate: (revision, _view, old) => validateRevision(revision, old),
  validateUpdate: validateRevisionUpdate,
  row(revision, { now }) {
    const { name, ownerReferences = [], creationTimestamp } = revision.metadata
    const owner = ownerReferences.find(({ controller }) => controller)
    return [name!, controllerCell(owner), revision.revision, ageCell(creationTimestamp, now)]
  },
})

function controllerCell(owner: { apiVersion: string; kind: string; name: string } | undefined): string {
  if (!owner) return '<none>'
  const group = owner.apiVersion.includes('/') ? `.${owner.apiVersion.split('/')[0]}` : ''
  return `${owner.kind.toLowerCase()}${group}/${owner.name}`
}
