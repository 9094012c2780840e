// Every resource that the API server serves, one line each. A resource is its file; the rest is derived.
import { deploymentStrategy } from './deployments.ts'
import { podStrategy } from './pods.ts'
import { replicaSetStrategy } from './replicasets.ts'
import type { ResourceStrategy } from './resource.ts'

export const resources: ResourceStrategy[] = [replicaSetStrategy, podStrategy, deploymentStrategy]
