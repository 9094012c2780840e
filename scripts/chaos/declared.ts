// What chaos declares: workloads, each a small manifest, and what their controllers must have made of them in the end.
import type { KubeObject } from '../../sim/api/object.ts'
import { namespace } from './world.ts'

export type WorkloadKind = 'Deployment' | 'ReplicaSet' | 'StatefulSet' | 'DaemonSet' | 'Job' | 'CronJob' | 'Service'

/** One thing that somebody asked for and nobody took back. */
export interface Declared {
  kind: WorkloadKind
  name: string
  /** How many: replicas, completions. */
  count: number
  /** Grows with every change of the template. */
  version: number
  /** Takes a volume for each replica (StatefulSet). */
  volumes: boolean
  /** One of each pair (rolling or not, parallel or not, …). */
  other: boolean
}

const plurals: Record<WorkloadKind, string> = {
  Deployment: 'apis/apps/v1/namespaces/caos/deployments',
  ReplicaSet: 'apis/apps/v1/namespaces/caos/replicasets',
  StatefulSet: 'apis/apps/v1/namespaces/caos/statefulsets',
  DaemonSet: 'apis/apps/v1/namespaces/caos/daemonsets',
  Job: 'apis/batch/v1/namespaces/caos/jobs',
  CronJob: 'apis/batch/v1/namespaces/caos/cronjobs',
  Service: 'api/v1/namespaces/caos/services',
}

/** Where objects of the kind are in the API; with a name, where that one is. */
export function pathOf(kind: WorkloadKind, name?: string): string {
  return `/${plurals[kind]}${name === undefined ? '' : `/${name}`}`
}

export function manifestOf(declared: Declared): KubeObject {
  const { kind, name } = declared
  return { metadata: { name, namespace }, spec: specs[kind](declared) } as KubeObject
}

const specs: Record<WorkloadKind, (declared: Declared) => object> = {
  Deployment: ({ name, count, version, other }) => ({
    replicas: count,
    ...selecting(name, version),
    ...(other ? { strategy: { type: 'Recreate' } } : {}),
  }),
  ReplicaSet: ({ name, count, version }) => ({ replicas: count, ...selecting(name, version) }),
  StatefulSet: ({ name, count, version, volumes, other }) => ({
    replicas: count,
    serviceName: name,
    ...selecting(name, version, volumes),
    ...(other ? { podManagementPolicy: 'Parallel' } : {}),
    ...(volumes ? { volumeClaimTemplates: [claim] } : {}),
    ...(volumes && other
      ? { persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete', whenScaled: 'Delete' } }
      : {}),
  }),
  DaemonSet: ({ name, version, other }) => ({
    ...selecting(name, version),
    ...(other ? { updateStrategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } } : {}),
  }),
  Job: (declared) => jobSpec(declared),
  CronJob: (declared) => ({ schedule: '*/7 * * * *', jobTemplate: { spec: jobSpec(declared) } }),
  Service: ({ name, other }) => ({
    selector: { app: name },
    ports: [{ port: 80 }],
    ...(other ? { clusterIP: 'None' } : {}),
  }),
}

const claim = {
  metadata: { name: 'datos' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Mi' } } },
}

function jobSpec({ count, other }: Declared): object {
  const command = ['sh', '-c', 'sleep 20']
  return {
    completions: Math.max(count, 1),
    parallelism: 2,
    backoffLimit: 100,
    ...(other ? { completionMode: 'Indexed' } : {}),
    template: {
      spec: {
        restartPolicy: other ? 'OnFailure' : 'Never',
        terminationGracePeriodSeconds: 1,
        containers: [{ name: 'c', image: 'busybox:1.36', command }],
      },
    },
  }
}

function selecting(name: string, version: number, mounts = false): object {
  return {
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: {
        terminationGracePeriodSeconds: 2,
        containers: [
          {
            name: 'c',
            image: 'busybox:1.36',
            command: ['sh', '-c', 'trap "exit 0" TERM; while true; do sleep 3600 & wait; done'],
            env: [{ name: 'VERSION', value: String(version) }],
            ...(mounts ? { volumeMounts: [{ name: 'datos', mountPath: '/datos' }] } : {}),
          },
        ],
      },
    },
  }
}
