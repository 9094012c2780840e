// An autoscaler's behavior as the annotation of autoscaling/v1 keeps it: Go's names of the fields, all of them. k8s: pkg/apis/autoscaling/types.go
import type { HorizontalPodAutoscalerBehavior, HPAScalingRules } from '../../generated/types.ts'

interface Rules1 {
  StabilizationWindowSeconds: number | null
  SelectPolicy: string | null
  Policies: { Type: string; Value: number; PeriodSeconds: number }[] | null
  Tolerance: string | null
}

interface Behavior1 {
  ScaleUp: Rules1 | null
  ScaleDown: Rules1 | null
}

export function behaviorText({ scaleUp, scaleDown }: HorizontalPodAutoscalerBehavior): string {
  return JSON.stringify({ ScaleUp: rulesTo(scaleUp), ScaleDown: rulesTo(scaleDown) } satisfies Behavior1)
}

/** Undefined where nothing is said. */
export function behaviorFrom(text: unknown): HorizontalPodAutoscalerBehavior | undefined {
  const { ScaleUp, ScaleDown } = (text ?? {}) as Partial<Behavior1>
  if (!ScaleUp && !ScaleDown) return undefined
  return {
    ...(ScaleUp ? { scaleUp: rulesFrom(ScaleUp) } : {}),
    ...(ScaleDown ? { scaleDown: rulesFrom(ScaleDown) } : {}),
  }
}

function rulesTo(rules: HPAScalingRules | undefined): Rules1 | null {
  if (!rules) return null
  return {
    StabilizationWindowSeconds: rules.stabilizationWindowSeconds ?? null,
    SelectPolicy: rules.selectPolicy ?? null,
    Policies:
      rules.policies?.map(({ type, value, periodSeconds }) => ({
        Type: type,
        Value: value,
        PeriodSeconds: periodSeconds,
      })) ?? null,
    Tolerance: rules.tolerance ?? null,
  }
}

function rulesFrom({ StabilizationWindowSeconds, SelectPolicy, Policies, Tolerance }: Rules1): HPAScalingRules {
  return {
    ...(StabilizationWindowSeconds === null ? {} : { stabilizationWindowSeconds: StabilizationWindowSeconds }),
    ...(SelectPolicy === null ? {} : { selectPolicy: SelectPolicy }),
    ...(Policies === null
      ? {}
      : {
          policies: Policies.map(({ Type, Value, PeriodSeconds }) => ({
            type: Type,
            value: Value,
            periodSeconds: PeriodSeconds,
          })),
        }),
    ...(Tolerance === null ? {} : { tolerance: Tolerance }),
  }
}
