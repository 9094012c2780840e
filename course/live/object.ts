// One object of the live view, to read whole or to delete.
import { stringify } from 'yaml'
import { ClusterApi } from '../cluster-api.ts'
import { CourseError } from '../course-error.ts'
import type { ObjectPath } from '../session.ts'
import { watched } from './world.ts'

/** As `kubectl get -o yaml` without managedFields. Rejects with CourseError when it is not there. */
export async function readObject(kubeconfig: string, path: ObjectPath): Promise<string> {
  const { status, body } = await new ClusterApi(kubeconfig).call('GET', urlOf(path))
  if (status !== 200) throw refused(path, body)
  const object = body as { metadata: { managedFields?: unknown } }
  delete object.metadata.managedFields
  return stringify(object)
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
