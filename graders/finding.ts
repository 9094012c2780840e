// What checks are made of: how an object is named in evidence, and how a look at it becomes a finding.
import type { Finding } from './grader.ts'

/** Names one object of the API. */
export interface ObjectName {
  apiVersion: string
  kind: string
  name: string
  /** `default` when left out; what has no namespace ignores it. */
  namespace?: string
}

const clusterWide = new Set(['Node', 'Namespace', 'PersistentVolume', 'StorageClass', 'IngressClass'])

/** `v1/PersistentVolumeClaim/default/pvc-datos-mariadb`, `v1/PersistentVolume/volumen1`. */
export function objectId({ apiVersion, kind, name, namespace = 'default' }: ObjectName): string {
  return clusterWide.has(kind) ? `${apiVersion}/${kind}/${name}` : `${apiVersion}/${kind}/${namespace}/${name}`
}

/** An object that has to be there and is not: nothing but somebody will put it there. */
export function missing(object: ObjectName, because = notThere(object)): Finding {
  return {
    object: objectId(object),
    field: 'metadata.name',
    expected: object.name,
    observed: '(no existe)',
    because,
    holds: false,
    settled: true,
  }
}

function notThere({ kind, name, namespace = 'default' }: ObjectName): string {
  const place = clusterWide.has(kind) ? 'en el cluster' : `en el namespace ${namespace}`
  return `No hay ningún objeto ${kind} que se llame ${name} ${place}.`
}
