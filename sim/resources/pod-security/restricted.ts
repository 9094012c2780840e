// What the restricted level asks besides: a pod must say that it wants no more than it needs. k8s: pod-security-admission/policy/check_*.go
import { seccompProfile as allowedSeccomp } from './baseline.ts'
import { containersText, distinct, namesOf, plural, type PodCheck, quoted, settersOf } from './subject.ts'

/** A check that asks nothing of a pod for Windows, where its fields do not exist. */
export function unlessWindows(check: PodCheck): PodCheck {
  return (subject) => (subject.spec.os?.name === 'windows' ? undefined : check(subject))
}

export const noEscalation: PodCheck = (subject) => {
  const names = namesOf(subject, ({ securityContext }) => securityContext?.allowPrivilegeEscalation !== false)
  if (names.length === 0) return undefined
  return {
    reason: 'allowPrivilegeEscalation != false',
    detail: `${containersText(names)} must set securityContext.allowPrivilegeEscalation=false`,
  }
}

export const droppedCapabilities: PodCheck = (subject) => {
  const keeping = namesOf(subject, ({ securityContext }) => !securityContext?.capabilities?.drop?.includes('ALL'))
  const found: string[] = []
  const adding = namesOf(subject, ({ securityContext }) => {
    const bad = (securityContext?.capabilities?.add ?? []).filter((name) => name !== 'NET_BIND_SERVICE')
    found.push(...bad)
    return bad.length > 0
  })
  const added = quoted(distinct(found))
  const details = [
    ...(keeping.length > 0 ? [`${containersText(keeping)} must set securityContext.capabilities.drop=["ALL"]`] : []),
    ...(adding.length > 0
      ? [`${containersText(adding)} must not include ${added} in securityContext.capabilities.add`]
      : []),
  ]
  if (details.length === 0) return undefined
  return { reason: 'unrestricted capabilities', detail: details.join('; ') }
}

const allowedSources = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
]

export const restrictedVolumes: PodCheck = ({ spec }) => {
  const bad = (spec.volumes ?? []).flatMap(({ name, ...sources }) => {
    const kinds = Object.keys(sources)
    return kinds.some((kind) => allowedSources.includes(kind)) ? [] : [{ name, kind: kinds[0] ?? 'unknown' }]
  })
  if (bad.length === 0) return undefined
  const kinds = distinct(bad.map(({ kind }) => kind))
  const what = plural('restricted volume type', kinds.length)
  const names = quoted(bad.map(({ name }) => name))
  const verb = bad.length === 1 ? 'uses' : 'use'
  return {
    reason: 'restricted volume types',
    detail: `${plural('volume', bad.length)} ${names} ${verb} ${what} ${quoted(kinds)}`,
  }
}

export const runAsNonRoot: PodCheck = (subject) => {
  const reason = 'runAsNonRoot != true'
  const { setters, text } = settersOf(subject, (context) => context.runAsNonRoot === false)
  if (setters.length > 0) return { reason, detail: `${text} must not set securityContext.runAsNonRoot=false` }
  if (subject.spec.securityContext?.runAsNonRoot) return undefined
  const names = namesOf(subject, ({ securityContext }) => securityContext?.runAsNonRoot === undefined)
  if (names.length === 0) return undefined
  return { reason, detail: `pod or ${containersText(names)} must set securityContext.runAsNonRoot=true` }
}

export const runAsUser: PodCheck = (subject) => {
  const { setters, text } = settersOf(subject, (context) => context.runAsUser === 0)
  return setters.length === 0 ? undefined : { reason: 'runAsUser=0', detail: `${text} must not set runAsUser=0` }
}

export const saidSeccomp: PodCheck = (subject) => {
  const bad = allowedSeccomp(subject)
  if (bad || subject.spec.securityContext?.seccompProfile) return bad
  const names = namesOf(subject, ({ securityContext }) => securityContext?.seccompProfile === undefined)
  if (names.length === 0) return undefined
  const types = '"RuntimeDefault" or "Localhost"'
  return {
    reason: 'seccompProfile',
    detail: `pod or ${containersText(names)} must set securityContext.seccompProfile.type to ${types}`,
  }
}
