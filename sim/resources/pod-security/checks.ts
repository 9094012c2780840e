// Which checks a level asks for, and since which version of Kubernetes in which form. k8s: pod-security-admission/policy/registry.go
import * as baseline from './baseline.ts'
import type { LevelVersion } from './policy.ts'
import * as restricted from './restricted.ts'
import type { PodCheck, Subject, Violation } from './subject.ts'

interface Check {
  /** Its form since each minor version, oldest first. */
  since: [minor: number, check: PodCheck][]
  /** The check of the baseline level that it stands for. */
  instead?: string
}

const seLinuxTypes = ['container_t', 'container_init_t', 'container_kvm_t']
const sysctls = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_unprivileged_port_start',
]
const sysctls27 = [...sysctls, 'net.ipv4.ip_local_reserved_ports']
const keepAlive = ['keepalive_time', 'fin_timeout', 'keepalive_intvl', 'keepalive_probes']
const sysctls29 = [...sysctls27, ...keepAlive.map((name) => `net.ipv4.tcp_${name}`)]
const sysctls32 = [...sysctls29, 'net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem']

/** By id, in the order of their ids: that of the messages. */
const baselineChecks: Record<string, Check> = {
  appArmorProfile: { since: [[0, baseline.appArmorProfile]] },
  capabilities_baseline: { since: [[0, baseline.defaultCapabilitiesOnly]] },
  hostNamespaces: { since: [[0, baseline.hostNamespaces]] },
  hostPathVolumes: { since: [[0, baseline.hostPathVolumes]] },
  hostPorts: { since: [[0, baseline.hostPorts]] },
  hostProbesAndHostLifecycle: { since: [[34, baseline.probeHosts]] },
  privileged: { since: [[0, baseline.privileged]] },
  procMount: {
    since: [
      [0, baseline.maskedProc],
      [35, baseline.unlessOwnUsers(baseline.maskedProc)],
    ],
  },
  seLinuxOptions: {
    since: [
      [0, baseline.seLinuxOptions(seLinuxTypes)],
      [31, baseline.seLinuxOptions([...seLinuxTypes, 'container_engine_t'])],
    ],
  },
  seccompProfile_baseline: {
    since: [
      [0, baseline.seccompAnnotations],
      [19, baseline.seccompProfile],
    ],
  },
  sysctls: {
    since: [
      [0, baseline.sysctls(sysctls)],
      [27, baseline.sysctls(sysctls27)],
      [29, baseline.sysctls(sysctls29)],
      [32, baseline.sysctls(sysctls32)],
    ],
  },
  windowsHostProcess: { since: [[0, baseline.windowsHostProcess]] },
}

const restrictedChecks: Check[] = [
  {
    since: [
      [8, restricted.noEscalation],
      [25, restricted.unlessWindows(restricted.noEscalation)],
    ],
  },
  {
    instead: 'capabilities_baseline',
    since: [
      [22, restricted.droppedCapabilities],
      [25, restricted.unlessWindows(restricted.droppedCapabilities)],
    ],
  },
  { instead: 'procMount', since: [[35, baseline.maskedProc]] },
  { instead: 'hostPathVolumes', since: [[0, restricted.restrictedVolumes]] },
  {
    since: [
      [0, restricted.runAsNonRoot],
      [35, baseline.unlessOwnUsers(restricted.runAsNonRoot)],
    ],
  },
  {
    since: [
      [23, restricted.runAsUser],
      [35, baseline.unlessOwnUsers(restricted.runAsUser)],
    ],
  },
  {
    instead: 'seccompProfile_baseline',
    since: [
      [19, restricted.saidSeccomp],
      [25, restricted.unlessWindows(restricted.saidSeccomp)],
    ],
  },
]

/** Everything about the pod that this level, as of that version, does not allow. */
export function violations({ level, minor }: LevelVersion, subject: Subject): Violation[] {
  if (level === 'privileged') return []
  const strict = level === 'restricted' ? restrictedChecks.filter(({ since }) => formOf(since, minor)) : []
  const replaced = new Set(strict.map(({ instead }) => instead))
  const basic = Object.entries(baselineChecks).flatMap(([id, check]) => (replaced.has(id) ? [] : [check]))
  return [...basic, ...strict].flatMap(({ since }) => formOf(since, minor)?.(subject) ?? [])
}

function formOf(since: Check['since'], minor: number): PodCheck | undefined {
  return since.findLast(([first]) => first <= minor)?.[1]
}
