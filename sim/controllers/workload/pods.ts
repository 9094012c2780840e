// Making and deleting the pods of a workload, with their events. k8s: pkg/controller/controller_utils.go RealPodControl
import type { KubeObject, ResourceRef } from '../../api/object.ts'
import { pods } from '../../api/refs.ts'
import { ApiError } from '../../api/status.ts'
import type { Client } from '../../client/client.ts'
import type { EventRecorder } from '../../client/event-recorder.ts'
import type { Informer } from '../../client/informer.ts'
import type { Pod, PodTemplateSpec } from '../../generated/types.ts'
import { controllerOf, controllerReference } from './owner.ts'

const byController = 'controller'

/** Files pods under their controller's uid, and orphans under their namespace; before the informers start. */
export function indexPodsByController(informer: Informer<Pod>): void {
  informer.index(byController, (pod) => [controllerOf(pod)?.uid ?? `orphans in ${pod.metadata.namespace}`])
}

/** The pods that an owner controls, and the orphans of its namespace, which it may adopt. */
export function podsOrOrphansOf(informer: Informer<Pod>, owner: KubeObject): Pod[] {
  const orphans = informer.byIndex(byController, `orphans in ${owner.metadata.namespace}`)
  return [...informer.byIndex(byController, owner.metadata.uid!), ...orphans]
}

/** The pods that the object of this uid controls. */
export function podsOfUid(informer: Informer<Pod>, uid: string): Pod[] {
  return informer.byIndex(byController, uid)
}

export interface PodMaker {
  /** @param prefix of the generated name; else the owner's name. */
  create(template: PodTemplateSpec, prefix?: string): Promise<void>
  delete(name: string): Promise<void>
}

/** Makes and deletes pods for one owner; both reject with what the server said, after an event that says it. */
export function podMaker(client: Client, recorder: EventRecorder, ref: ResourceRef, owner: KubeObject): PodMaker {
  return {
    async create(template, prefix) {
      try {
        const pod = await client.create(pods, podFromTemplate(template, ref, owner, prefix))
        recorder.event(owner, 'Normal', 'SuccessfulCreate', `Created pod: ${pod.metadata.name}`)
      } catch (error) {
        // A namespace that goes away takes no pods: that is no failure of the workload.
        if (isNamespaceTerminating(error)) return
        recorder.event(owner, 'Warning', 'FailedCreate', `Error creating: ${messageOf(error)}`)
        throw error
      }
    },
    async delete(name) {
      try {
        await client.delete(pods, owner.metadata.namespace!, name)
        recorder.event(owner, 'Normal', 'SuccessfulDelete', `Deleted pod: ${name}`)
      } catch (error) {
        if (error instanceof ApiError && error.code === 404) return
        recorder.event(owner, 'Warning', 'FailedDelete', `Error deleting: ${messageOf(error)}`)
        throw error
      }
    },
  }
}

/** k8s: GetPodFromTemplate */
export function podFromTemplate(
  template: PodTemplateSpec,
  ref: ResourceRef,
  owner: KubeObject,
  prefix = `${owner.metadata.name}-`,
): Pod {
  const { labels, annotations, finalizers } = template.metadata ?? {}
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: prefix,
      namespace: owner.metadata.namespace!,
      ...(labels ? { labels } : {}),
      ...(annotations ? { annotations } : {}),
      ...(finalizers ? { finalizers } : {}),
      ownerReferences: [controllerReference(ref, owner)],
    },
    ...(template.spec ? { spec: template.spec } : {}),
  }
}

export function isNamespaceTerminating(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false
  return error.status.details?.causes?.some((cause) => cause.reason === 'NamespaceTerminating') ?? false
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
