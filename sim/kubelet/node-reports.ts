// That a node is still there, as the API tells it: the heartbeats of its status and the renewals of its Lease. A report is
// written when somebody is about to read it, with the instant at which a real agent writes it, and at that instant while
// somebody watches: a cluster that nobody looks at pays nothing. k8s: pkg/kubelet/kubelet_node_status.go tryUpdateNodeStatus
import { leases, nodes } from '../api/refs.ts'
import { ApiError } from '../api/status.ts'
import type { Context } from '../client/context.ts'
import type { Clock } from '../clock.ts'
import type { Heartbeats } from '../client/heartbeats.ts'
import type { Readers } from '../client/readers.ts'
import { createLease } from './node-lease.ts'
import type { NodeEvents } from './node-events.ts'
import { nodeStatus, type NodeSpec } from './node-status.ts'

export interface NodeReports {
  /** Writes both at once. */
  write(): Promise<void>
  /** From now on the node reports, every five minutes and every ten seconds. */
  begin(): void
  /** Somebody changed the object: the next report says again what the agent says. */
  look(): void
  /** What fell due until now was written; nothing is afterwards. */
  stop(): void
}

export interface NodeReportsOptions {
  context: Context
  node: NodeSpec
  heartbeats: Heartbeats
  readers: Readers
  /** Hears of conditions that were otherwise. */
  said: NodeEvents
}

/** k8s: --node-status-report-frequency */
const statusMs = 300_000
/** k8s: nodeLeaseDurationSeconds 40 × 0.25 */
const leaseMs = 10_000

export function createNodeReports({ context, node: spec, heartbeats, readers, said }: NodeReportsOptions): NodeReports {
  const { client, clock, informers } = context
  const nodeCache = informers.for(nodes)
  const lease = createLease(client, spec.name)
  let beganMs = clock.now()
  let statusAtMs = 0
  let leaseAtMs = 0
  let isWriting = false
  let release: (() => void)[] = []
  const statusTimer = timerOf(clock, statusMs, () => beganMs)
  const leaseTimer = timerOf(clock, leaseMs, () => beganMs)

  const failed = (error: unknown): void => {
    if (!(error instanceof ApiError)) context.onError(`kubelet ${spec.name}`, error)
  }

  async function writeStatus(atMs: number): Promise<void> {
    const node = nodeCache.get('', spec.name) ?? (await client.get(nodes, '', spec.name))
    if (!node) return
    const status = nodeStatus(spec, node.status, atMs)
    said.changes(node.status, status)
    statusAtMs = atMs
    isWriting = true
    const written = client.updateStatus(nodes, { ...node, status })
    isWriting = false
    await written
  }

  async function writeLease(atMs: number): Promise<void> {
    const node = nodeCache.get('', spec.name)
    leaseAtMs = atMs
    if (node) await lease.renew(node, atMs)
  }

  function reportStatus(): void {
    const dueMs = lastMs(clock.now(), beganMs, statusMs)
    if (dueMs > statusAtMs) writeStatus(dueMs).catch(failed)
    if (readers.areWatching(nodes)) statusTimer.set(reportStatus)
  }

  function reportLease(): void {
    const dueMs = heartbeats.lastMs(spec.name) ?? 0
    if (dueMs > leaseAtMs) writeLease(dueMs).catch(failed)
    if (readers.areWatching(leases)) leaseTimer.set(reportLease)
  }

  return {
    async write() {
      await writeStatus(clock.now())
      await writeLease(clock.now())
    },
    begin() {
      beganMs = clock.now()
      release = [readers.on(nodes, reportStatus), readers.on(leases, reportLease)]
      reportStatus()
      reportLease()
    },
    look() {
      if (!isWriting) statusTimer.set(reportStatus)
    },
    stop() {
      reportStatus()
      reportLease()
      for (const end of release) end()
      release = []
      statusTimer.cancel()
      leaseTimer.cancel()
    },
  }
}

/** The last instant at which something that began then and comes every `everyMs` was due. */
function lastMs(nowMs: number, beganMs: number, everyMs: number): number {
  return beganMs + Math.floor((nowMs - beganMs) / everyMs) * everyMs
}

interface Timer {
  /** Acts at the next instant that is due; set already, it stays. */
  set(act: () => void): void
  cancel(): void
}

function timerOf(clock: Clock, everyMs: number, beganMs: () => number): Timer {
  let cancel: (() => void) | undefined
  return {
    set(act) {
      cancel ??= clock.after(lastMs(clock.now(), beganMs(), everyMs) + everyMs - clock.now(), () => {
        cancel = undefined
        act()
      })
    },
    cancel() {
      cancel?.()
      cancel = undefined
    },
  }
}
