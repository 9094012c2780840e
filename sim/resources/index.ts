// Every resource that the API server serves, one line each. A resource is its file; the rest is derived.
import type { ResourceStrategy } from './resource.ts'

export const resources: ResourceStrategy[] = []
