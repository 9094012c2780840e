// The fields that decide where a pod goes, as they come over the wire.
import type { ApiObject, Claim, LabelSelector, Pod, Volume } from '../objects.ts'

export interface Requirement {
  key: string
  operator: string
  values?: string[]
}

interface NodeTerm {
  matchExpressions?: Requirement[]
  matchFields?: Requirement[]
}

export interface PodTerm {
  topologyKey: string
  labelSelector?: LabelSelector
  namespaces?: string[]
  namespaceSelector?: LabelSelector
}

interface Container {
  resources?: { requests?: Record<string, string> }
  ports?: { hostPort?: number; protocol?: string; hostIP?: string }[]
  restartPolicy?: string
}

export interface PlacedPod extends ApiObject {
  spec: Omit<Pod['spec'], 'containers'> & {
    containers: (Pod['spec']['containers'][number] & Container)[]
    initContainers?: Container[]
    overhead?: Record<string, string>
    nodeSelector?: Record<string, string>
    tolerations?: { key?: string; operator?: string; value?: string; effect?: string }[]
    topologySpreadConstraints?: {
      maxSkew: number
      topologyKey: string
      whenUnsatisfiable: string
      labelSelector?: LabelSelector
    }[]
    affinity?: {
      nodeAffinity?: { requiredDuringSchedulingIgnoredDuringExecution?: { nodeSelectorTerms: NodeTerm[] } }
      podAffinity?: { requiredDuringSchedulingIgnoredDuringExecution?: PodTerm[] }
      podAntiAffinity?: { requiredDuringSchedulingIgnoredDuringExecution?: PodTerm[] }
    }
  }
  status?: Pod['status']
}

export interface PlacedNode extends ApiObject {
  spec?: { unschedulable?: boolean; taints?: { key: string; value?: string; effect: string }[] }
  status?: { allocatable?: Record<string, string> }
}

export interface PlacedVolume extends Volume {
  spec: Volume['spec'] & { nodeAffinity?: { required?: { nodeSelectorTerms: NodeTerm[] } } }
}

/** All of the cluster. */
export interface PlacementWorld {
  nodes: PlacedNode[]
  pods: PlacedPod[]
  claims: Claim[]
  volumes: PlacedVolume[]
}

/** Why one rule of the scheduler has something against a node. */
export interface Refusal {
  /** The scheduler's own name of the rule: `TaintToleration`. */
  plugin: string
  /** Its sentence, word for word. */
  says: string
  /** Spanish, with names and numbers. */
  because: string
}

export type Rule = (pod: PlacedPod, node: PlacedNode, world: PlacementWorld) => Refusal[]
