// What an autoscaler does when it is not told. k8s: pkg/apis/autoscaling/v2/defaults.go
import type { HorizontalPodAutoscaler, HPAScalingRules } from '../../generated/types.ts'

const cpuUtilizationPercent = 80
const periodSeconds = 15

const scaleUp = (): HPAScalingRules => ({
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [
    { type: 'Pods', value: 4, periodSeconds },
    { type: 'Percent', value: 100, periodSeconds },
  ],
})

/** The window down is the controller's own to say. */
const scaleDown = (): HPAScalingRules => ({
  selectPolicy: 'Max',
  policies: [{ type: 'Percent', value: 100, periodSeconds }],
})

/** From one pod up, by 80 % of the cpu that is requested; a behavior that is given in part is completed. */
export function defaultAutoscaler({ spec }: HorizontalPodAutoscaler): void {
  if (!spec) return
  spec.minReplicas ??= 1
  if (!spec.metrics?.length) {
    const target = { type: 'Utilization', averageUtilization: cpuUtilizationPercent }
    spec.metrics = [{ type: 'Resource', resource: { name: 'cpu', target } }]
  }
  if (!spec.behavior) return
  spec.behavior.scaleUp = { ...scaleUp(), ...spec.behavior.scaleUp }
  spec.behavior.scaleDown = { ...scaleDown(), ...spec.behavior.scaleDown }
}
