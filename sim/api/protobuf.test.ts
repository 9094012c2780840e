import { describe, expect, it } from 'vitest'
import { decodeObject } from './decode/decode.ts'
import { typeOfKind } from './facts.ts'

function decode(base64: string, group: string, kind: string): unknown {
  const type = typeOfKind({ group, version: 'v1', kind })!
  const body = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  const contentType = 'application/vnd.kubernetes.protobuf'
  return decodeObject(body, { contentType, expected: { group, version: 'v1', kind, type } }).object
}

const configMap = 'azhzAAoPCgJ2MRIJQ29uZmlnTWFwEiQKEgoCY20SABoAIgAqADIAOABCABIGCgFhEgFiEgYKAWMSAWQaACIA'

// The bodies that kubectl 1.35 posts.
describe('kubectl create', () => {
  it('configmap --from-literal', () => {
    expect(decode(configMap, '', 'ConfigMap')).toEqual({
      kind: 'ConfigMap',
      apiVersion: 'v1',
      metadata: { name: 'cm' },
      data: { a: 'b', c: 'd' },
    })
  })
  it('secret generic: bytes become base64', () => {
    const body = 'azhzAAoMCgJ2MRIGU2VjcmV0Eh0KEQoBcxIAGgAiACoAMgA4AEIAEgYKAWsSAXYaABoAIgA='
    expect(decode(body, '', 'Secret')).toEqual({
      kind: 'Secret',
      apiVersion: 'v1',
      metadata: { name: 's' },
      data: { k: 'dg==' },
    })
  })
  it('deployment: nested messages and lists', () => {
    const body =
      'azhzAAoVCgdhcHBzL3YxEgpEZXBsb3ltZW50ErgBCh8KA3dlYhIAGgAiACoAMgA4AEIAWgoKA2FwcBIDd2ViEoYBCAMSDAoKCgNhcHASA3dlYhpsChwKABIAGgAiACoAMgA4AEIAWgoKA2FwcBIDd2ViEkwSLgoFbmdpbngSBW5naW54KgAyCgoAEAAYUCIAKgBCAGoAcgCAAQCIAQCQAQCiAQAaADIAQgBKAFIAWABgAGgAggEAigEAmgEAwgEAIgIKACgAOAAaDAgAEAAYACAAKAA4ABoAIgA='
    expect(decode(body, 'apps', 'Deployment')).toEqual({
      kind: 'Deployment',
      apiVersion: 'apps/v1',
      metadata: { name: 'web', labels: { app: 'web' } },
      spec: {
        replicas: 3,
        selector: { matchLabels: { app: 'web' } },
        strategy: {},
        template: {
          metadata: { labels: { app: 'web' } },
          spec: { containers: [{ name: 'nginx', image: 'nginx', ports: [{ containerPort: 80 }], resources: {} }] },
        },
      },
      status: {},
    })
  })
  it('service and poddisruptionbudget: numbers or text', () => {
    const service =
      'azhzAAoNCgJ2MRIHU2VydmljZRJjChsKAXMSABoAIgAqADIAOABCAFoICgNhcHASAXMSQAobCgc4MC04MDgwEgNUQ1AYUCIHCAAQkD8aACgAEggKA2FwcBIBcxoAIglDbHVzdGVySVA6AEIAUgBaAGAAaAAaAgoAGgAiAA=='
    expect(decode(service, '', 'Service')).toMatchObject({
      spec: {
        type: 'ClusterIP',
        selector: { app: 's' },
        ports: [{ name: '80-8080', protocol: 'TCP', port: 80, targetPort: 8080 }],
      },
    })
    const budget =
      'azhzAAogCglwb2xpY3kvdjESE1BvZERpc3J1cHRpb25CdWRnZXQSOAoRCgFwEgAaACIAKgAyADgAQgASFwoJCAEQABoDNTAlEgoKCAoDYXBwEgFhGgoIABgAIAAoADAAGgAiAA=='
    expect(decode(budget, 'policy', 'PodDisruptionBudget')).toMatchObject({ spec: { minAvailable: '50%' } })
  })
  it('ingress: a struct that JSON writes inline', () => {
    const body =
      'azhzAAofChRuZXR3b3JraW5nLms4cy5pby92MRIHSW5ncmVzcxJYChEKAWkSABoAIgAqADIAOABCABI/EgwKBWEuY29tEgNmb28aKAoFYS5jb20SHwodChsKAi94Eg0iCwoDc3ZjEgQKABBQGgZQcmVmaXgiBW5naW54GgIKABoAIgA='
    expect(decode(body, 'networking.k8s.io', 'Ingress')).toMatchObject({
      spec: {
        ingressClassName: 'nginx',
        tls: [{ hosts: ['a.com'], secretName: 'foo' }],
        rules: [
          {
            host: 'a.com',
            http: {
              paths: [{ path: '/x', pathType: 'Prefix', backend: { service: { name: 'svc', port: { number: 80 } } } }],
            },
          },
        ],
      },
    })
  })
})

describe('what is no message', () => {
  const unrecognized = 'the object provided is unrecognized (must be of type ConfigMap): '
  it('lacks the prefix', () => {
    expect(() => decode(btoa('{}'), '', 'ConfigMap')).toThrow(
      `${unrecognized}provided data does not appear to be a protobuf message, expected prefix [107 56 115 0] ({})`,
    )
  })
  it('ends too soon', () => {
    expect(() => decode(btoa(atob(configMap).slice(0, 30)), '', 'ConfigMap')).toThrow(`${unrecognized}unexpected EOF`)
  })
  it('is of another kind', () => {
    expect(() => decode(configMap, '', 'Secret')).toThrow(
      'ConfigMap in version "v1" cannot be handled as a Secret: converting (v1.ConfigMap) to (core.Secret): unknown conversion',
    )
  })
})
