// What a container gets when its author leaves it out. k8s: pkg/apis/core/v1/defaults.go SetDefaults_Container, SetDefaults_Probe
import type { Container, EphemeralContainer, HTTPGetAction, ObjectFieldSelector, Probe } from '../../generated/types.ts'
import { roundUpAmounts } from '../amounts/round-up.ts'
import { imageTag } from './image-name.ts'

/** `Always` for the latest of an image, `IfNotPresent` for any other. */
export function defaultPullPolicy(image: string): string {
  return imageTag(image) === 'latest' ? 'Always' : 'IfNotPresent'
}

/** Fills in a container of any of the three lists; changed in place. */
export function defaultContainer(container: Container | EphemeralContainer): void {
  container.imagePullPolicy ??= defaultPullPolicy(container.image ?? '')
  container.terminationMessagePath ??= '/dev/termination-log'
  container.terminationMessagePolicy ??= 'File'
  for (const port of container.ports ?? []) port.protocol ??= 'TCP'
  roundUpAmounts(container.resources?.limits)
  roundUpAmounts(container.resources?.requests)
  for (const variable of container.env ?? []) {
    if (variable.valueFrom?.fieldRef) defaultFieldRef(variable.valueFrom.fieldRef)
    if (variable.valueFrom?.fileKeyRef) variable.valueFrom.fileKeyRef.optional ??= false
  }
  for (const probe of [container.livenessProbe, container.readinessProbe, container.startupProbe]) {
    if (probe) defaultProbe(probe)
  }
  for (const handler of [container.lifecycle?.postStart, container.lifecycle?.preStop]) {
    if (handler?.httpGet) defaultHttpGet(handler.httpGet)
  }
}

/** The version that a downward API field is read in. */
export function defaultFieldRef(fieldRef: ObjectFieldSelector): void {
  fieldRef.apiVersion ??= 'v1'
}

function defaultProbe(probe: Probe): void {
  probe.timeoutSeconds ??= 1
  probe.periodSeconds ??= 10
  probe.successThreshold ??= 1
  probe.failureThreshold ??= 3
  if (probe.httpGet) defaultHttpGet(probe.httpGet)
  if (probe.grpc) probe.grpc.service ??= ''
}

function defaultHttpGet(action: HTTPGetAction): void {
  action.path ??= '/'
  action.scheme ??= 'HTTP'
}
