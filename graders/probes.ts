// The probes of a Deployment's template.
import type { ApiObject } from '../diagnose/objects.ts'

export type ProbeKind = 'startupProbe' | 'livenessProbe' | 'readinessProbe'

/** Numbers are there once the server has filled in its defaults. */
export interface Probe {
  initialDelaySeconds?: number
  periodSeconds?: number
  failureThreshold?: number
}

export interface ProbedDeployment extends ApiObject {
  spec: { template: { spec: { containers: ({ name: string } & Partial<Record<ProbeKind, Probe>>)[] } } }
}

/** Of all its containers. */
export function probesOf(deployment: ProbedDeployment, kind: ProbeKind): Probe[] {
  return deployment.spec.template.spec.containers.flatMap((container) => container[kind] ?? [])
}
