// Applies a learner's files to a cluster as `kubectl apply -f` does: same requests, same annotation, so kubectl and the page take turns.
// k8s: staging/src/k8s.io/kubectl/pkg/cmd/apply
import { Discovery, rootOf, type ServedKind } from './apply/discovery.ts'
import { isObject, type JsonObject } from './apply/json.ts'
import { annotated, originalOf, withoutNulls } from './apply/last-applied.ts'
import { partsOf } from './apply/list.ts'
import { type Manifest, readManifests } from './apply/manifest.ts'
import { mistypedMetadata } from './apply/metadata.ts'
import { nearest } from './apply/nearest.ts'
import { type ApiStatus, explainRefusal } from './apply/refusal.ts'
import { threeWayPatch } from './apply/three-way.ts'
import { type ApiReply, ClusterApi } from './cluster-api.ts'
import { CourseError } from './course-error.ts'
import type { AppliedDocument, ApplyReport, WorkFile } from './session.ts'
import { faultOf } from './work-file.ts'

const writing = { fieldManager: 'kubectl-client-side-apply', fieldValidation: 'Strict' }

/**
 * Every document of every file, in order; one that is refused does not stop the others.
 * Never rejects for what the files hold. When the cluster stops answering, what was not sent yet is reported as skipped.
 */
export async function applyFiles(kubeconfig: string, files: WorkFile[]): Promise<ApplyReport> {
  const api = new ClusterApi(kubeconfig)
  const discovery = new Discovery(api)
  const documents: AppliedDocument[] = []
  let lost: CourseError | undefined
  for (const file of files) {
    const fault = faultOf(file)
    if (fault) {
      documents.push({ file: file.name, line: 1, outcome: 'refused', message: fault })
      continue
    }
    const reading = readManifests(file.name, file.text).documents
    if (reading.length === 0) documents.push(nothingIn(file))
    for (const document of reading) {
      if ('message' in document) {
        const { line, at, message } = document
        documents.push({ file: file.name, line, outcome: 'refused', message, at })
        continue
      }
      for (const part of partsOf(document)) {
        if (lost) documents.push(skipped(part, lost))
        else {
          try {
            documents.push(await applyOne(part, api, discovery))
          } catch (error) {
            if (!(error instanceof CourseError)) throw error
            lost = error
            const message = `${error.message} ${error.remedy}`
            documents.push({ file: part.file, line: part.line, outcome: 'refused', message })
          }
        }
      }
    }
  }
  const ok = documents.some(({ outcome }) => outcome !== 'skipped') && !documents.some(isRefused)
  return { documents, ok }
}

function isRefused({ outcome }: AppliedDocument): boolean {
  return outcome === 'refused'
}

function nothingIn({ name }: WorkFile): AppliedDocument {
  const message = `${name} está vacío: no hay ningún manifiesto que aplicar. Escribe uno, o bórralo.`
  return { file: name, line: 1, outcome: 'skipped', message, server: 'error: no objects passed to apply' }
}

function skipped({ file, line }: Manifest, lost: CourseError): AppliedDocument {
  return { file, line, outcome: 'skipped', message: `No se ha llegado a enviar: ${lost.message}` }
}

async function applyOne(manifest: Manifest, api: ClusterApi, discovery: Discovery): Promise<AppliedDocument> {
  const { file, line, value } = manifest
  const refuse = (server: string, message: string, field: string): AppliedDocument => {
    const at = { ...manifest.locate(field), field }
    return { file, line, outcome: 'refused', server, message, at }
  }
  if (!isObject(value)) {
    const message = 'Esto no es un manifiesto: hacen falta, por lo menos, apiVersion, kind y metadata.name.'
    return { file, line, outcome: 'refused', server: 'invalid object to validate', message, at: manifest.locate('') }
  }
  const { apiVersion, kind } = value
  const metadata = isObject(value['metadata']) ? value['metadata'] : {}
  if (typeof kind !== 'string' || kind === '') {
    return refuse('error validating data: kind not set', 'Falta «kind»: qué tipo de objeto es.', 'apiVersion')
  }
  if (typeof apiVersion !== 'string' || apiVersion === '') {
    return refuse(
      'error validating data: apiVersion not set',
      `Falta «apiVersion»: en qué versión de la API está ${kind}.`,
      'kind',
    )
  }
  const served = await discovery.kind(apiVersion, kind)
  if (!served) {
    const server = `no matches for kind "${kind}" in version "${apiVersion}"`
    return refuse(server, ...(await unknownKind(apiVersion, kind, discovery)))
  }
  const mistyped = mistypedMetadata(value['metadata'])
  if (mistyped) return refuse(mistyped.server, mistyped.message, mistyped.field)
  const { name, generateName } = metadata
  if (name === undefined && typeof generateName === 'string') {
    const server = `from ${generateName}: cannot use generate name with apply`
    return refuse(server, 'Con «Aplicar», el objeto lleva nombre: pon metadata.name.', 'metadata.generateName')
  }
  if (typeof name !== 'string' || name === '') {
    return refuse('resource name may not be empty', 'Falta el nombre: pon metadata.name.', 'metadata.name')
  }
  return send(manifest, { ...value, metadata }, served, name, api, discovery)
}

async function unknownKind(apiVersion: string, kind: string, discovery: Discovery): Promise<[string, string]> {
  const all = await discovery.all()
  const elsewhere = all.find((each) => each.kind === kind)
  const version = ({ group, version: v }: ServedKind): string => (group ? `${group}/${v}` : v)
  if (elsewhere) {
    return [`«${kind}» no está en «${apiVersion}», sino en «${version(elsewhere)}». Cambia apiVersion.`, 'apiVersion']
  }
  const here = all.filter((each) => version(each) === apiVersion).map((each) => each.kind)
  const meant = nearest(kind, here) ?? nearest(kind, new Set(all.map((each) => each.kind)))
  const way = meant ? `¿Querías decir «${meant}»?` : 'Mira los que hay con `kubectl api-resources`.'
  return [`Este cluster no conoce ningún objeto de tipo «${kind}». ${way}`, 'kind']
}

async function send(
  manifest: Manifest,
  value: JsonObject & { metadata: JsonObject },
  served: ServedKind,
  name: string,
  api: ClusterApi,
  discovery: Discovery,
): Promise<AppliedDocument> {
  const { metadata } = value
  const asked = metadata['namespace']
  const namespace = served.namespaced ? (typeof asked === 'string' && asked ? asked : 'default') : undefined
  const scope = namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`
  const collection = `${rootOf(served)}${scope}/${served.plural}`
  const object = `${served.singular}${served.group ? `.${served.group}` : ''}/${name}`
  const wanted = annotated({ ...value, metadata: { ...metadata, ...(namespace === undefined ? {} : { namespace }) } })
  const there = await api.call('GET', `${collection}/${encodeURIComponent(name)}`)
  const exists = there.status === 200
  const report = async (reply: ApiReply, outcome: AppliedDocument['outcome']): Promise<AppliedDocument> => {
    const at = { file: manifest.file, line: manifest.line, object }
    if (reply.status < 300) return { ...at, outcome, message: said(outcome, reply.warnings), ...warned(reply) }
    const applied = { manifest, kind: served.kind, object, exists, schema: () => discovery.schema(served) }
    return { ...at, outcome: 'refused', ...(await explainRefusal(reply.status, statusOf(reply), applied)) }
  }
  if (!exists && there.status !== 404) return report(there, 'refused')
  if (!exists) {
    return report(
      await api.call('POST', collection, { query: writing, body: JSON.stringify(withoutNulls(wanted)) }),
      'created',
    )
  }
  const current = there.body as JsonObject
  const schema = await discovery.schema(served)
  const patch = threeWayPatch({ original: originalOf(current), modified: wanted, current }, schema)
  if (Object.keys(patch).length === 0) return report(there, 'unchanged')
  const reply = await api.call('PATCH', `${collection}/${encodeURIComponent(name)}`, {
    query: writing,
    body: JSON.stringify(patch),
    contentType: schema ? 'application/strategic-merge-patch+json' : 'application/merge-patch+json',
  })
  return report(reply, versionOf(reply.body) === versionOf(current) ? 'unchanged' : 'configured')
}

function versionOf(object: unknown): unknown {
  const metadata = isObject(object) ? object['metadata'] : undefined
  return isObject(metadata) ? metadata['resourceVersion'] : undefined
}

function statusOf({ body }: ApiReply): ApiStatus {
  return isObject(body) ? (body as ApiStatus) : { message: String(body) }
}

function said(outcome: AppliedDocument['outcome'], warnings: string[]): string {
  const words = { created: 'Creado.', configured: 'Cambiado.', unchanged: 'Ya estaba así.', refused: '', skipped: '' }
  return warnings.length > 0 ? `${words[outcome]} El servidor avisa de algo.` : words[outcome]
}

function warned({ warnings }: ApiReply): { server?: string } {
  return warnings.length > 0 ? { server: warnings.map((text) => `Warning: ${text}`).join('\n') } : {}
}
