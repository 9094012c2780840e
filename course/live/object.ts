// One object of the live view, to read whole or to delete.
import { stringify } from 'yaml'
import { ClusterApi } from '../cluster-api.ts'
import { CourseError } from '../course-error.ts'
import type { ObjectPath } from '../session.ts'
import { watched } from './world.ts'

/** As `kubectl get -o yaml` without managedFields, now or at a revision. Rejects with CourseError when it is not there. */
export async function readObject(kubeconfig: string, path: ObjectPath, revision?: number): Promise<string> {
  const api = new ClusterApi(kubeconfig)
  const object = revision === undefined ? await readNow(api, path) : await readThen(api, path, revision)
  delete object.metadata.managedFields
  return stringify(object)
}

interface ReadObject {
  metadata: { managedFields?: unknown }
}

async function readNow(api: ClusterApi, path: ObjectPath): Promise<ReadObject> {
  const { status, body } = await api.call('GET', urlOf(path))
  if (status !== 200) throw refused(path, body)
  return body as ReadObject
}

/** Only lists can be asked for at a revision. */
async function readThen(api: ClusterApi, path: ObjectPath, revision: number): Promise<ReadObject> {
  const url = urlOf(path)
  const query = {
    resourceVersion: String(revision),
    resourceVersionMatch: 'Exact',
    fieldSelector: `metadata.name=${path.name}`,
  }
  const { body } = await api.call('GET', url.slice(0, url.lastIndexOf('/')), { query })
  const { items = [], apiVersion } = body as { items?: ReadObject[]; apiVersion?: string }
  if (!items[0]) throw refused(path, body)
  return { ...(apiVersion === undefined ? {} : { apiVersion, kind: path.kind }), ...items[0] }
}

/** Rejects with CourseError when the server refuses. */
export async function removeObject(kubeconfig: string, path: ObjectPath): Promise<void> {
  const body = JSON.stringify({ kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: 'Background' })
  const reply = await new ClusterApi(kubeconfig).call('DELETE', urlOf(path), { body })
  if (reply.status >= 300) throw refused(path, reply.body)
}

function urlOf({ kind, namespace, name }: ObjectPath): string {
  const known = Object.values(watched).find((each) => each.kind === kind)
  if (!known) throw new CourseError('unknown-kind', `Aquí no se enseña ningún ${kind}.`, 'Usa kubectl.')
  if (namespace === undefined) return `${known.path}/${encodeURIComponent(name)}`
  const at = known.path.lastIndexOf('/')
  const scope = `/namespaces/${encodeURIComponent(namespace)}`
  return `${known.path.slice(0, at)}${scope}${known.path.slice(at)}/${encodeURIComponent(name)}`
}

function refused({ kind, name }: ObjectPath, body: unknown): CourseError {
  const { message = '' } = body as { message?: string }
  return new CourseError(
    'refused',
    `El cluster no lo ha hecho con ${kind} ${name}: ${message}`,
    'Mira si sigue en el cluster.',
  )
}
