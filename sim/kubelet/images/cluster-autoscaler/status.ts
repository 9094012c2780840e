// What the autoscaler tells of itself: the ConfigMap `cluster-autoscaler-status`, and the events about it. Rules: cluster-autoscaler/clusterstate/utils
import { configMaps } from '../../../api/refs.ts'
import type { Context } from '../../../client/context.ts'
import { timestamp } from '../../../clock.ts'
import type { ConfigMap } from '../../../generated/types.ts'
import type { GroupView } from './group.ts'
import type { Group } from './options.ts'

const metadata = { name: 'cluster-autoscaler-status', namespace: 'kube-system' }

export interface Status {
  /** An event about the group. */
  tell(reason: string, message: string): Promise<void>
  /** Something changed: it is written at the next look even if the sizes are the same. */
  changed(): Promise<void>
  write(view: GroupView, group: Group): Promise<void>
}

export function createStatus(context: Context): Status {
  const { client, clock } = context
  const recorder = context.recorderFor('cluster-autoscaler')
  let written = ''

  async function object(): Promise<ConfigMap> {
    return (await client.get(configMaps, metadata.namespace, metadata.name)) ?? client.create(configMaps, { metadata })
  }

  return {
    async tell(reason, message) {
      recorder.event(await object(), 'Normal', reason, message)
    },
    async changed() {
      written = ''
    },
    async write(view, { name, min, max }) {
      const counts = `ready: ${view.own.length}\n      upcoming: ${view.upcoming.length}`
      const group = `- name: ${name}\n  health:\n    nodeCounts:\n      ${counts}\n    cloudProviderTarget: ${view.size}\n    minSize: ${min}\n    maxSize: ${max}\n`
      if (group === written) return
      written = group
      const status = `time: ${timestamp(clock.now())}\nautoscalerStatus: Running\nnodeGroups:\n${group}`
      await object()
      await client.patch(configMaps, metadata.namespace, metadata.name, { kind: 'merge', body: { data: { status } } })
    },
  }
}
