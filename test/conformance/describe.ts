// Runs scenarios on one cluster, each in a namespace of its own.
import { afterAll, beforeAll, describe, it } from 'vitest'
import type { Cluster, Provider } from '../../providers/provider.ts'
import { cronJobScenarios } from './cron-jobs.ts'
import { daemonSetScenarios } from './daemon-sets.ts'
import { jobScenarios } from './jobs.ts'
import { lessonJobScenarios } from './lesson-jobs.ts'
import { lessonLogScenarios } from './lesson-logs.ts'
import { lessonProbeScenarios } from './lesson-probes.ts'
import { networkScenarios } from './network.ts'
import { nodeScenarios } from './nodes.ts'
import { podPartScenarios } from './pod-parts.ts'
import { podScenarios } from './pods.ts'
import { policyScenarios } from './policy.ts'
import { probeKindScenarios } from './probe-kinds.ts'
import { probeScenarios } from './probes.ts'
import { provisionerScenarios } from './provisioners.ts'
import { requestScenarios } from './requests.ts'
import { schedulingScenarios } from './scheduling.ts'
import { statefulSetScenarios } from './stateful-sets.ts'
import { storageScenarios } from './storage.ts'
import { workloadScenarios } from './workloads.ts'
import { openWorld } from './world.ts'

const areas = {
  storage: storageScenarios,
  provisioners: provisionerScenarios,
  workloads: workloadScenarios,
  'stateful-sets': statefulSetScenarios,
  'daemon-sets': daemonSetScenarios,
  jobs: jobScenarios,
  'cron-jobs': cronJobScenarios,
  scheduling: schedulingScenarios,
  pods: podScenarios,
  'pod-parts': podPartScenarios,
  policy: policyScenarios,
  probes: probeScenarios,
  'probe-kinds': probeKindScenarios,
  network: networkScenarios,
  requests: requestScenarios,
  'lesson-jobs': lessonJobScenarios,
  'lesson-probes': lessonProbeScenarios,
  'lesson-logs': lessonLogScenarios,
  nodes: nodeScenarios,
}

/** One of them closes a node for a while: by themselves, when the others are done. */
const alone = 'nodes'

/**
 * Three nodes, an ingress controller and a provisioner: what every scenario may count on.
 * @param isWhole with all that k3s brings: its enforcer of NetworkPolicies, and traefik
 */
export function describeConformance(
  engine: string,
  make: () => Promise<Provider>,
  timeoutMs: number,
  isWhole = true,
): void {
  describe(`conformance on ${engine}`, () => {
    let provider: Provider
    let cluster: Cluster
    beforeAll(async () => {
      provider = await make()
      cluster = await provider.start({
        id: 'conformidad',
        nodes: ['nodo1', 'nodo2', 'nodo3'].map((name) => ({ name })),
        ingress: true,
        storage: true,
        // Where time can be hurried, a minute's wait need not take one.
        clockRate: 5,
      })
    }, timeoutMs)
    afterAll(() => provider.close(), timeoutMs)

    for (const [area, scenarios] of Object.entries(areas)) {
      describe(area, { concurrent: area !== alone }, () => {
        for (const [index, scenario] of scenarios.entries()) {
          let attempts = 0
          const lacking = !isWhole && (scenario.needsPolicies || scenario.needsTraefik)
          it.skipIf(lacking)(scenario.name, { timeout: timeoutMs }, async () => {
            attempts++
            // A retry finds the namespace of the first attempt still going away.
            await using world = await openWorld(cluster.kubeconfig, `${area}-${index + 1}-${attempts}`)
            await scenario.run(world)
          })
        }
      })
    }
  })
}
