// What a namespace's labels ask of its pods: a level and a version for each mode. k8s: pod-security-admission/api/helpers.go
import { invalid, path, type FieldError } from '../../api/field-errors.ts'

/** From the one that lets everything through to the strictest. */
const levels = ['privileged', 'baseline', 'restricted'] as const
export type Level = (typeof levels)[number]

export interface LevelVersion {
  level: Level
  /** Of `v1.MINOR`; Infinity: the latest. */
  minor: number
}

/** `audit` tells nobody here: only its labels are judged. */
export interface Policy {
  enforce: LevelVersion
  warn: LevelVersion
}

const prefix = 'pod-security.kubernetes.io/'
const labelsPath = path('metadata').child('labels')

/** The policy of these labels, and what is wrong with them; a wrong level to enforce counts as the strictest. */
export function policyOf(labels: Record<string, string> = {}): { policy: Policy; errors: FieldError[] } {
  const errors: FieldError[] = []
  const modeOf = (mode: string, wrong: Level): LevelVersion => {
    const [level, version] = [labels[prefix + mode], labels[`${prefix}${mode}-version`]]
    const known = levels.find((one) => one === level)
    if (level !== undefined && !known)
      errors.push(invalid(labelsPath.key(prefix + mode), level, `must be one of ${levels.join(', ')}`))
    const minor = version === undefined ? Infinity : minorOf(version)
    if (minor === undefined)
      errors.push(invalid(labelsPath.key(`${prefix}${mode}-version`), version, 'must be "latest" or "v1.x"'))
    return { level: known ?? (level === undefined ? 'privileged' : wrong), minor: minor ?? Infinity }
  }
  const enforce = modeOf('enforce', 'restricted')
  modeOf('audit', 'privileged')
  const warn = modeOf('warn', 'privileged')
  // Who is refused is warned too, unless the labels say how to warn.
  const isKnown = levels.some((one) => one === labels[`${prefix}enforce`])
  if (labels[`${prefix}warn`] === undefined && isKnown) {
    warn.level = enforce.level
    if (labels[`${prefix}warn-version`] === undefined) warn.minor = enforce.minor
  }
  return { policy: { enforce, warn }, errors }
}

/** `restricted:latest`, `baseline:v1.30`: as messages name them. */
export function levelText({ level, minor }: LevelVersion): string {
  return `${level}:${minor === Infinity ? 'latest' : `v1.${minor}`}`
}

/** Does `a` ask more than `b`? */
export function isStricter(a: Level, b: Level): boolean {
  return levels.indexOf(a) > levels.indexOf(b)
}

function minorOf(version: string): number | undefined {
  if (version === 'latest') return Infinity
  const digits = /^v1\.(\d|[1-9]\d*)$/.exec(version)?.[1]
  return digits === undefined ? undefined : Number(digits)
}
