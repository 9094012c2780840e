import { describe, expect, it } from 'vitest'
import { ApiError } from '../status.ts'
import { typeOfKind } from '../facts.ts'
import { decodeObject, decodeValue, type Expected, type FieldValidation } from './decode.ts'

function expected(kind: string, group = '', version = 'v1'): Expected {
  return { group, version, kind, type: typeOfKind({ group, version, kind })! }
}

function decode(
  body: string,
  what = expected('ConfigMap'),
  fieldValidation: FieldValidation = 'Strict',
  contentType = 'application/json',
) {
  return decodeObject(new TextEncoder().encode(body), { contentType, expected: what, fieldValidation })
}

function refusal(...question: Parameters<typeof decode>): string {
  try {
    decode(...question)
  } catch (error) {
    if (error instanceof ApiError) return `${error.code} ${error.message}`
    throw error
  }
  return 'none'
}

const configMap = (rest: string): string => `{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"a"},${rest}}`
const ofConfigMap = 'ConfigMap in version "v1" cannot be handled as a ConfigMap: '
const unrecognized = 'the object provided is unrecognized (must be of type ConfigMap): '
const kindStruct =
  'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }'

// All that follows was asked of a real API server.
describe('bodies that are no object', () => {
  it.each([
    ['', `couldn't get version/kind; json parse error: unexpected end of JSON input (<empty>)`],
    [
      '[]',
      `couldn't get version/kind; json parse error: json: cannot unmarshal array into Go value of type ${kindStruct} (5b5d)`,
    ],
    ['{', `couldn't get version/kind; json parse error: unexpected end of JSON input ({)`],
    [
      '{"kind":5}',
      `couldn't get version/kind; json parse error: json: cannot unmarshal number into Go struct field .kind of type string ({"kind":5})`,
    ],
    [
      'kind: ConfigMap',
      `couldn't get version/kind; json parse error: invalid character 'k' looking for beginning of value (6b696e643a20436f6e6669674d6170)`,
    ],
    [
      '{"kind":"ConfigMap","apiVersion":"a/b/c"}',
      `unexpected GroupVersion string: a/b/c ({"kind":"ConfigMap","apiVersio ...)`,
    ],
  ])('%s', (body, reason) => {
    expect(refusal(body)).toBe(`400 ${unrecognized}${reason}`)
  })
  it('takes null for an empty object, and an absent kind for the one of the path', () => {
    expect(decode('null').object).toEqual({ kind: 'ConfigMap', apiVersion: 'v1', metadata: {} })
    expect(decode('{"metadata":{"name":"a"}}').object.kind).toBe('ConfigMap')
  })
  it('refuses a format that is none of the three', () => {
    expect(refusal('{}', expected('ConfigMap'), 'Strict', 'text/plain')).toBe(
      '415 the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf',
    )
    expect(decode('{}', expected('ConfigMap'), 'Strict', 'application/json; charset=utf-8').warnings).toEqual([])
  })
})

describe('kinds', () => {
  it.each([
    [
      '{"kind":"Foo","apiVersion":"v1"}',
      'Foo',
      'no kind "Foo" is registered for version "v1" in scheme "pkg/runtime/scheme.go:111"',
    ],
    ['{"kind":"Pod","apiVersion":"v1"}', 'Pod', 'converting (v1.Pod) to (core.ConfigMap): unknown conversion'],
    [
      '{"kind":"Deployment","apiVersion":"apps/v1"}',
      'Deployment',
      'converting (v1.Deployment) to (core.ConfigMap): unknown conversion',
    ],
  ])('%s', (body, kind, reason) => {
    expect(refusal(body)).toBe(`400 ${kind} in version "v1" cannot be handled as a ConfigMap: ${reason}`)
  })
  it('tells another version of the kind', () => {
    const hpa = '{"kind":"HorizontalPodAutoscaler","apiVersion":"autoscaling/v1","metadata":{"name":"a"}}'
    expect(refusal(hpa, expected('HorizontalPodAutoscaler', 'autoscaling', 'v2'))).toBe(
      '400 the API version in the data (autoscaling/v1) does not match the expected API version (autoscaling/v2)',
    )
  })
  it('takes options of any group', () => {
    const type = 'io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions'
    const options = { group: '', version: 'v1', kind: 'DeleteOptions', type }
    const body = '{"kind":"DeleteOptions","apiVersion":"apps/v1","gracePeriodSeconds":0}'
    expect(decode(body, options).object).toMatchObject({ gracePeriodSeconds: 0 })
  })
})

describe('unknown and duplicate fields', () => {
  const body = configMap('"data":{"a":"1","a":"2"},"foo":1,"metadata":{"name":"b"},"Data":{}')
  const faults = [
    'duplicate field "data.a"',
    'unknown field "foo"',
    'duplicate field "metadata"',
    'unknown field "Data"',
  ]
  it('refuses them all at once', () => {
    expect(refusal(body)).toBe(`400 ${ofConfigMap}strict decoding error: ${faults.join(', ')}`)
  })
  it('warns, the last value counting', () => {
    const { object, warnings } = decode(body, expected('ConfigMap'), 'Warn')
    expect(warnings).toEqual(faults)
    expect(object).toEqual({ kind: 'ConfigMap', apiVersion: 'v1', metadata: { name: 'b' }, data: { a: '2' } })
  })
  it('says nothing when told to ignore', () => {
    expect(decode(body, expected('ConfigMap'), 'Ignore').warnings).toEqual([])
  })
  it('names places in lists', () => {
    const pod = '{"metadata":{"name":"a"},"spec":{"containers":[{"name":"a","foo":1,"Image":3}]}}'
    expect(refusal(pod, expected('Pod'))).toBe(
      '400 Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.containers[0].foo", unknown field "spec.containers[0].Image"',
    )
  })
})

describe('values of another kind', () => {
  it.each([
    ['"data":{"a":1}', 'number into Go struct field ConfigMap.data of type string'],
    ['"data":[]', 'array into Go struct field ConfigMap.data of type map[string]string'],
    ['"immutable":"x"', 'string into Go struct field ConfigMap.immutable of type bool'],
    ['"binaryData":{"a":5}', 'number into Go struct field ConfigMap.binaryData of type []uint8'],
    ['"binaryData":{"a":[1,300]}', 'number 300 into Go struct field ConfigMap.binaryData of type uint8'],
    ['"metadata":{"generation":1.5}', 'number 1.5 into Go struct field ObjectMeta.metadata.generation of type int64'],
    ['"metadata":{"uid":5}', 'number into Go struct field ObjectMeta.metadata.uid of type types.UID'],
    [
      '"metadata":{"creationTimestamp":5}',
      'number into Go struct field ObjectMeta.metadata.creationTimestamp of type string',
    ],
  ])('%s', (rest, reason) => {
    expect(refusal(configMap(rest))).toBe(`400 ${ofConfigMap}json: cannot unmarshal ${reason}`)
  })
  it.each([
    [
      '"livenessProbe":{"httpGet":{"port":1.5}}',
      'number 1.5 into Go struct field HTTPGetAction.spec.containers.livenessProbe.ProbeHandler.httpGet.port of type int32',
    ],
    [
      '"livenessProbe":{"httpGet":5}',
      'number into Go struct field Probe.spec.containers.livenessProbe.ProbeHandler.httpGet of type v1.HTTPGetAction',
    ],
    ['"ports":{}', 'object into Go struct field Container.spec.containers.ports of type []v1.ContainerPort'],
    [
      '"imagePullPolicy":5',
      'number into Go struct field Container.spec.containers.imagePullPolicy of type v1.PullPolicy',
    ],
    [
      '"env":[{"valueFrom":{"configMapKeyRef":{"name":5}}}]',
      'number into Go struct field ConfigMapKeySelector.spec.containers.env.valueFrom.configMapKeyRef.LocalObjectReference.name of type string',
    ],
  ])('in a container: %s', (rest, reason) => {
    expect(refusal(`{"spec":{"containers":[{"name":"a",${rest}}]}}`, expected('Pod'))).toBe(
      `400 Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal ${reason}`,
    )
  })
  it('says the first of several, but a value that reads itself ends all', () => {
    expect(refusal('{"spec":{"nodeName":5,"hostNetwork":"x"}}', expected('Pod'))).toContain(
      'PodSpec.spec.nodeName of type string',
    )
    const quantity = '{"spec":{"nodeName":5,"containers":[{"resources":{"limits":{"cpu":"x"}}}]}}'
    expect(refusal(quantity, expected('Pod'))).toBe(
      `400 Pod in version "v1" cannot be handled as a Pod: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'`,
    )
  })
  it.each([
    ['ayer', 'parsing time "ayer" as "2006-01-02T15:04:05Z07:00": cannot parse "ayer" as "2006"'],
    ['2020-13-01T00:00:00Z', 'parsing time "2020-13-01T00:00:00Z": month out of range'],
    ['2020-02-30T00:00:00Z', 'parsing time "2020-02-30T00:00:00Z": day out of range'],
    [
      '2020-02-20T00:00:00',
      'parsing time "2020-02-20T00:00:00" as "2006-01-02T15:04:05Z07:00": cannot parse "" as "Z07:00"',
    ],
    ['2020-02-20T00:00:00Zxx', 'parsing time "2020-02-20T00:00:00Zxx": extra text: "xx"'],
  ])('time %s', (text, reason) => {
    expect(refusal(`{"metadata":{"creationTimestamp":"${text}"}}`)).toBe(`400 ${ofConfigMap}${reason}`)
  })
  it.each([
    ['!!', 0],
    ['YWJ', 0],
    ['YWJj=', 4],
    ['YQ=a', 2],
  ])('base64 %s', (text, at) => {
    expect(refusal(configMap(`"binaryData":{"a":"${text}"}`))).toBe(
      `400 ${ofConfigMap}illegal base64 data at input byte ${at}`,
    )
  })
  it('looks into the schemas of a CRD', () => {
    const crd = (schema: string): string =>
      `{"spec":{"versions":[{"schema":{"openAPIV3Schema":{"properties":{"a":${schema}}}}}]}}`
    const what = expected('CustomResourceDefinition', 'apiextensions.k8s.io')
    const of = 'CustomResourceDefinition in version "v1" cannot be handled as a CustomResourceDefinition: '
    expect(refusal(crd('{"minimum":true}'), what)).toBe(
      `400 ${of}json: cannot unmarshal bool into Go struct field JSONSchemaProps.spec.versions.schema.openAPIV3Schema.properties.minimum of type float64`,
    )
    expect(refusal(crd('{"additionalProperties":5}'), what)).toBe(`400 ${of}boolean or JSON schema expected`)
    expect(refusal(crd('{"items":{"unknownInside":1}}'), what)).toBe('none')
  })
})

describe('what is decoded', () => {
  it('has one spelling of quantities, times and bytes', () => {
    const claim = {
      metadata: { name: 'a', creationTimestamp: '2020-01-01T02:00:00.5+02:00' },
      spec: { resources: { requests: { storage: '1024Mi' } } },
    }
    expect(decodeValue(claim, expected('PersistentVolumeClaim')).object).toMatchObject({
      metadata: { creationTimestamp: '2020-01-01T00:00:00Z' },
      spec: { resources: { requests: { storage: '1Gi' } } },
    })
    expect(decodeValue({ data: { k: 'YQ\n==' } }, expected('Secret')).object).toMatchObject({ data: { k: 'YQ==' } })
    const lease = { spec: { renewTime: '2020-02-20T00:00:00.1234567Z' } }
    expect(() => decodeValue(lease, expected('Lease', 'coordination.k8s.io'))).toThrow('cannot parse "7Z" as "Z07:00"')
  })
  it('counts resources in thousandths', () => {
    const limits = { cpu: '0.1m', memory: '0.0001Gi', 'example.com/a': '1.512' }
    expect(
      decodeValue({ spec: { containers: [{ name: 'a', resources: { limits } }] } }, expected('Pod')).object,
    ).toMatchObject({
      spec: { containers: [{ resources: { limits: { cpu: '1m', memory: '107374183m', 'example.com/a': '1.512' } } }] },
    })
  })
  it('has no nulls: absent in an object, the zero in a list or a map', () => {
    expect(decode(configMap('"data":{"a":null},"immutable":null')).object).toMatchObject({ data: { a: '' } })
    expect(decode(configMap('"immutable":null')).object).not.toHaveProperty('immutable')
    expect(decode('{"spec":{"containers":[null]}}', expected('Pod')).object).toMatchObject({
      spec: { containers: [{ name: '', resources: {} }] },
    })
  })
  it('keeps a key called __proto__ as a key', () => {
    const { object } = decode(configMap('"data":{"__proto__":"x"}'))
    expect(Object.keys((object as unknown as { data: object }).data)).toEqual(['__proto__'])
  })
})

describe('YAML', () => {
  const yaml = (text: string, fieldValidation: FieldValidation = 'Strict') =>
    decode(text, expected('ConfigMap'), fieldValidation, 'application/yaml')
  it('reads the first document, with the types of YAML 1.1', () => {
    const { object } = yaml('kind: ConfigMap\nmetadata: {name: a}\ndata:\n  a: "yes"\n---\nkind: Pod\n')
    expect(object).toEqual({ kind: 'ConfigMap', apiVersion: 'v1', metadata: { name: 'a' }, data: { a: 'yes' } })
    expect(() => yaml('data:\n  a: yes\n')).toThrow(
      'json: cannot unmarshal bool into Go struct field ConfigMap.data of type string',
    )
    expect(() => yaml('data:\n  a: 0o17\n')).toThrow('cannot unmarshal number')
  })
  it('tells keys that stand twice', () => {
    expect(() => yaml('kind: ConfigMap\napiVersion: v1\nmetadata:\n  name: a\n  name: b\n')).toThrow(
      `${ofConfigMap}strict decoding error: yaml: unmarshal errors:\n  line 5: key "name" already set in map`,
    )
  })
  it('refuses what is no YAML with its line', () => {
    expect(() => yaml('kind: ConfigMap\nmetadata: [')).toThrow(
      /^the object provided is unrecognized \(must be of type ConfigMap\): yaml: line \d+: /,
    )
  })
})
