// OpenAPI v3 of what is served: what kubectl reads merge keys, patch types and `explain` from.
// k8s: apiserver/pkg/endpoints/installer.go, kube-openapi
import { kubernetes } from '../../api/facts.ts'
import { apiVersionOf, groupPath } from '../../api/object.ts'
import type { FieldSchema, TypeSchema } from '../../api/schema.ts'
import type { ResourceStrategy } from '../../resources/resource.ts'
import { seedOf } from '../../random.ts'
import type { Registry } from '../request-target.ts'

const patchTypes = [
  'application/apply-patch+yaml',
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
]

/** `/openapi/v3`: where the document of each group version is. */
export function openApiIndex(registry: Registry): object {
  const groups = new Set(registry.strategies.map(({ ref }) => groupPath(ref).slice(1)))
  return {
    paths: Object.fromEntries(
      [...groups].map((group) => [
        group,
        { serverRelativeURL: `/openapi/v3/${group}?hash=${hashOf(registry, group)}` },
      ]),
    ),
  }
}

/** Clients keep a document for good by it: those with definitions of the cluster's users change with them. */
function hashOf(registry: Registry, group: string): string {
  const custom = registry.strategies.some((strategy) => strategy.custom && groupPath(strategy.ref) === `/${group}`)
  return custom ? `${version()}-${seedOf(JSON.stringify(openApiDocument(registry, group)))}` : version()
}

/** `/openapi/v3/api/v1` or `/openapi/v3/apis/GROUP/VERSION`; undefined for what is not served. */
export function openApiDocument(registry: Registry, group: string): object | undefined {
  const served = registry.strategies.filter(({ ref }) => groupPath(ref) === `/${group}`)
  if (served.length === 0) return undefined
  const schemas: Record<string, object> = {}
  for (const { type, custom, ref } of served) {
    collect(type, schemas)
    if (custom) schemas[type] = customSchema(custom.schema, ref)
  }
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: version() },
    paths: Object.fromEntries(served.flatMap(pathsOf)),
    components: { schemas },
  }
}

/** `/openapi/v2`: the same types in the older form, for clients that still ask for it. */
export function openApiV2(registry: Registry): object {
  const schemas: Record<string, object> = {}
  for (const { type, custom, ref } of registry.strategies) {
    collect(type, schemas)
    if (custom) schemas[type] = customSchema(custom.schema, ref)
  }
  const definitions = JSON.parse(
    JSON.stringify(schemas).replaceAll('"#/components/schemas/', '"#/definitions/'),
  ) as object
  return { swagger: '2.0', info: { title: 'Kubernetes', version: version() }, paths: {}, definitions }
}

/**
 * The head of the older form as protobuf (openapi.v2.Document: 1 swagger, 2 info {1 title, 2 version}), which kubectl asks
 * when the newer one knows nothing of a kind: it says no more than that.
 */
export function openApiV2Head(): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder()
  const field = (number: number, bytes: Uint8Array): number[] => [(number << 3) | 2, bytes.length, ...bytes]
  const info = [...field(1, text.encode('Kubernetes')), ...field(2, text.encode(version()))]
  return new Uint8Array([...field(1, text.encode('2.0')), ...field(2, new Uint8Array(info))])
}

function version(): string {
  return String((kubernetes.discovery['/version'] as { gitVersion?: string }).gitVersion)
}

function pathsOf({ ref, type, custom }: ResourceStrategy): [string, object][] {
  const base = `${groupPath(ref)}${ref.namespaced ? '/namespaces/{namespace}' : ''}/${ref.plural}`
  const gvk = { group: ref.group, version: ref.version, kind: ref.kind }
  const answer = (code: string): object => ({
    [code]: {
      description: 'OK',
      content: { 'application/json': { schema: { $ref: `#/components/schemas/${type}` } } },
    },
  })
  const operation = (action: string, code: string, more: object = {}): object => ({
    description: `${action} ${ref.kind} (${apiVersionOf(ref)})`,
    operationId: `${action}${ref.kind}`,
    parameters: ['dryRun', 'fieldManager', 'fieldValidation'].map((name) => ({
      name,
      in: 'query',
      schema: { type: 'string', uniqueItems: true },
    })),
    responses: answer(code),
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': gvk,
    ...more,
  })
  const body = (types: string[]): object => ({
    requestBody: {
      content: Object.fromEntries(types.map((each) => [each, { schema: { $ref: `#/components/schemas/${type}` } }])),
    },
  })
  return [
    [base, { get: operation('list', '200'), post: operation('post', '201', body(['application/json'])) }],
    [
      `${base}/{name}`,
      {
        get: operation('get', '200'),
        put: operation('put', '200', body(['application/json'])),
        patch: operation(
          'patch',
          '200',
          body(custom ? patchTypes.filter((each) => !each.includes('strategic')) : patchTypes),
        ),
        delete: operation('delete', '200'),
      },
    ],
  ]
}

/** What somebody wrote of their own resource, with what every object has. */
function customSchema(schema: { properties?: object }, { group, version, kind }: ResourceStrategy['ref']): object {
  const metadata = { allOf: [{ $ref: '#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' }] }
  const properties = { apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata }
  return {
    ...schema,
    properties: { ...properties, ...schema.properties },
    'x-kubernetes-group-version-kind': [{ group, version, kind }],
  }
}

/** A type and all that it is made of. */
function collect(name: string, schemas: Record<string, object>): void {
  const type = kubernetes.types[name]
  if (!type || name in schemas) return
  schemas[name] = schemaOf(type)
  for (const field of Object.values(type.fields)) collect(field.type, schemas)
}

const scalars: Record<string, object> = {
  string: { type: 'string' },
  bytes: { type: 'string', format: 'byte' },
  bool: { type: 'boolean' },
  int32: { type: 'integer', format: 'int32' },
  int64: { type: 'integer', format: 'int64' },
  double: { type: 'number', format: 'double' },
  any: {},
  quantity: { oneOf: [{ type: 'string' }, { type: 'number' }] },
  time: { type: 'string', format: 'date-time' },
  microTime: { type: 'string', format: 'date-time' },
  intOrString: { format: 'int-or-string', oneOf: [{ type: 'integer' }, { type: 'string' }] },
}

function schemaOf({ fields, required, scalar, gvk, mapType }: TypeSchema): object {
  if (scalar) return scalar === 'any' ? { type: 'object' } : scalars[scalar]!
  return {
    type: 'object',
    ...(required ? { required } : {}),
    properties: Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, fieldSchemaOf(field)])),
    ...(gvk ? { 'x-kubernetes-group-version-kind': gvk } : {}),
    ...(mapType ? { 'x-kubernetes-map-type': mapType } : {}),
  }
}

function fieldSchemaOf(field: FieldSchema): object {
  const element = kubernetes.types[field.type]
    ? { allOf: [{ $ref: `#/components/schemas/${field.type}` }], default: {} }
    : scalars[field.type]!
  const items = field.nested ? { type: 'array', items: element } : element
  const shape = field.list
    ? { type: 'array', items }
    : field.map
      ? { type: 'object', additionalProperties: items }
      : items
  return {
    ...shape,
    ...(field.enum && !field.list ? { enum: field.enum } : {}),
    ...(field.list && field.list !== 'plain' ? { 'x-kubernetes-list-type': field.list } : {}),
    ...(field.keys ? { 'x-kubernetes-list-map-keys': field.keys } : {}),
    ...(field.patch ? { 'x-kubernetes-patch-strategy': field.patch } : {}),
    ...(field.mergeKey ? { 'x-kubernetes-patch-merge-key': field.mergeKey } : {}),
    ...(field.mapType ? { 'x-kubernetes-map-type': field.mapType } : {}),
  }
}
