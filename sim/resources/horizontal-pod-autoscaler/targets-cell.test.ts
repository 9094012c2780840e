import { expect, it } from 'vitest'
import type { HorizontalPodAutoscaler } from '../../generated/types.ts'
import { horizontalPodAutoscalerStrategy } from '../horizontalpodautoscalers.ts'

it('has a row before anything was measured, when there are no metrics yet', () => {
  const autoscaler = {
    metadata: { name: 'web', creationTimestamp: '2027-01-01T00:00:00Z' },
    spec: {
      scaleTargetRef: { kind: 'Deployment', name: 'web', apiVersion: 'apps/v1' },
      minReplicas: 1,
      maxReplicas: 3,
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
      ],
    },
    status: { currentMetrics: null, desiredReplicas: 0, currentReplicas: 0 },
  } as unknown as HorizontalPodAutoscaler
  expect(horizontalPodAutoscalerStrategy.row!(autoscaler, { now: Date.parse('2027-01-01T00:00:05Z') })).toEqual([
    'web',
    'Deployment/web',
    'cpu: <unknown>/80%',
    '1',
    3,
    0,
    '5s',
  ])
})
