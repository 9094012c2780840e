// A container's security context as an error shows it: Go's own struct, every field by its Go name, absent ones null.
// k8s: pkg/apis/core/types.go SecurityContext
import type { SecurityContext } from '../../generated/types.ts'

/** @returns a value whose JSON is what the server prints. */
export function goSecurityContext(context: SecurityContext): Record<string, unknown> {
  const { capabilities, seLinuxOptions, windowsOptions, seccompProfile, appArmorProfile } = context
  return {
    Capabilities: capabilities ? { Add: capabilities.add ?? null, Drop: capabilities.drop ?? null } : null,
    Privileged: context.privileged ?? null,
    SELinuxOptions: seLinuxOptions
      ? {
          User: seLinuxOptions.user ?? '',
          Role: seLinuxOptions.role ?? '',
          Type: seLinuxOptions.type ?? '',
          Level: seLinuxOptions.level ?? '',
        }
      : null,
    WindowsOptions: windowsOptions
      ? {
          GMSACredentialSpecName: windowsOptions.gmsaCredentialSpecName ?? null,
          GMSACredentialSpec: windowsOptions.gmsaCredentialSpec ?? null,
          RunAsUserName: windowsOptions.runAsUserName ?? null,
          HostProcess: windowsOptions.hostProcess ?? null,
        }
      : null,
    RunAsUser: context.runAsUser ?? null,
    RunAsGroup: context.runAsGroup ?? null,
    RunAsNonRoot: context.runAsNonRoot ?? null,
    ReadOnlyRootFilesystem: context.readOnlyRootFilesystem ?? null,
    AllowPrivilegeEscalation: context.allowPrivilegeEscalation ?? null,
    ProcMount: context.procMount ?? null,
    SeccompProfile: profile(seccompProfile),
    AppArmorProfile: profile(appArmorProfile),
  }
}

function profile(value: { type: string; localhostProfile?: string } | undefined): unknown {
  return value ? { Type: value.type, LocalhostProfile: value.localhostProfile ?? null } : null
}
