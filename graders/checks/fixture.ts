// A cluster for tests of checks: the objects it is given, and what its services answer.
import { KubeConfig } from '@kubernetes/client-node'
import type { ApiObject } from '../../diagnose/objects.ts'
import type { ClusterReader, Finding } from '../grader.ts'

type Http = ClusterReader['http']

/** @param http 503 from everywhere when left out. @param logs what was written, by `pod/container`. */
export function clusterOf(
  objects: object[],
  http: Http = () => Promise.resolve({ status: 503, body: '' }),
  logs: Record<string, string> = {},
): ClusterReader {
  const all = objects as ApiObject[]
  const find = <T>(apiVersion: string, kind: string, namespace?: string): T[] =>
    all.filter(
      (each) =>
        each.apiVersion === apiVersion &&
        each.kind === kind &&
        (namespace === undefined || each.metadata.namespace === undefined || each.metadata.namespace === namespace),
    ) as T[]
  return {
    kubeConfig: new KubeConfig(),
    get: <T>(apiVersion: string, kind: string, name: string, namespace?: string) =>
      Promise.resolve(find<T & ApiObject>(apiVersion, kind, namespace).find(({ metadata }) => metadata.name === name)),
    list: <T>(apiVersion: string, kind: string, namespace?: string) =>
      Promise.resolve(find<T>(apiVersion, kind, namespace)),
    log: ({ pod: name, container }) => Promise.resolve(logs[`${name}/${container}`]),
    http,
    as: () => clusterOf(objects, http, logs),
    may: () => Promise.resolve(false),
  }
}

/** The only finding of a look. */
export async function look(
  observe: (cluster: ClusterReader) => Promise<Finding | Finding[]>,
  cluster: ClusterReader,
): Promise<Finding> {
  return [await observe(cluster)].flat()[0]!
}

export function pod(
  name: string,
  labels: Record<string, string>,
  rest: { node?: string; ready?: boolean; restarts?: number } = {},
): object {
  const { node, ready = true, restarts = 0 } = rest
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default', labels },
    spec: { ...(node ? { nodeName: node } : {}), containers: [{ name: 'c' }] },
    status: {
      phase: node ? 'Running' : 'Pending',
      conditions: [
        {
          type: 'Ready',
          status: ready ? 'True' : 'False',
          ...(ready ? {} : { message: 'containers with unready status: [c]' }),
        },
      ],
      containerStatuses: [{ name: 'c', ready, restartCount: restarts }],
    },
  }
}

export function deployment(name: string, replicas: number): object {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'default', generation: 1 },
    spec: { replicas, selector: { matchLabels: { app: name } }, template: { spec: { containers: [{ name: 'c' }] } } },
    status: { observedGeneration: 1, replicas, updatedReplicas: replicas },
  }
}
