// cluster-autoscaler: Pending pods bring a machine of a group, idle machines go. Rules: kubernetes/autoscaler cluster-autoscaler/core
import { timestamp } from '../../clock.ts'
import { signals, type Program } from '../runtime/process.ts'
import { createGroupView } from './cluster-autoscaler/group.ts'
import { readOptions, OptionsError } from './cluster-autoscaler/options.ts'
import { createScaleDown } from './cluster-autoscaler/scale-down.ts'
import { scaleUp } from './cluster-autoscaler/scale-up.ts'
import { createStatus } from './cluster-autoscaler/status.ts'
import { defineImage } from './image.ts'
import { treeWith } from './server.ts'

const program: Program = async (process) => {
  const { context, clock } = process.machine
  let options
  try {
    options = readOptions(process)
  } catch (error) {
    if (!(error instanceof OptionsError)) throw error
    await process.complain(`F] ${error.message}\n`)
    return 255
  }
  const { machines } = context
  if (!machines) {
    await process.complain(`F] Failed to create cloud provider: no cloud rents machines to this cluster\n`)
    return 255
  }
  const log = (line: string): void => void process.errors.write(`I ${timestamp(clock.now())}] ${line}\n`)
  const room = {
    context,
    machines,
    options,
    log,
    view: createGroupView(context, machines, options),
    recorder: context.recorderFor('cluster-autoscaler'),
    status: createStatus(context),
  }
  const scaleDown = createScaleDown(room)
  let stopped = false
  const end = (): void => void (stopped = true)
  process.killed.addEventListener('abort', end, { once: true })
  for (const signal of [signals.TERM!, signals.INT!]) process.onSignal(signal, end)
  log(`Cluster Autoscaler 1.35.0`)
  while (!stopped) {
    try {
      const grew = await scaleUp(room)
      await scaleDown.look(grew)
      await room.status.write(room.view(), options.group)
    } catch (error) {
      context.onError('cluster-autoscaler', error)
    }
    await process.sleep(options.scanMs)
  }
  return 0
}

export const clusterAutoscaler = defineImage({
  names: ['registry.k8s.io/autoscaling/cluster-autoscaler'],
  digest: 'sha256:0f2b4b0a3a4d3f0a5b1d8e6c9f7a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c',
  sizeBytes: 31_204_415,
  memoryMiB: 60,
  command: ['/cluster-autoscaler'],
  programs: { 'cluster-autoscaler': program },
  tree: (nowMs) => treeWith(nowMs, { '/cluster-autoscaler': { program: 'cluster-autoscaler' } }),
})
