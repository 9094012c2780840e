// Every namespace has a ConfigMap with the cluster's certificate, for the pods to trust the API server.
// k8s: pkg/controller/certificates/rootcacertpublisher/publisher.go
import { configMaps, namespaces } from '../api/refs.ts'
import type { Context } from '../client/context.ts'
import { keyOf } from '../api/object.ts'
import { watching, type Controller } from './controller.ts'
import { semanticallyEqual } from './workload/semantic.ts'

const name = 'kube-root-ca.crt'
const descriptionAnnotation = 'kubernetes.io/description'
const description =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. ' +
  'No other usage is guaranteed across distributions of Kubernetes clusters.'

/** @param certificate the authority's certificate, PEM */
export function createRootCertificatePublisher({ client, informers }: Context, certificate: string): Controller {
  const cache = informers.for(namespaces)
  const maps = informers.for(configMaps)
  const data = { 'ca.crt': certificate }
  return {
    name: 'root-certificate',
    watches: [
      watching(namespaces, (namespace) => [keyOf(namespace)]),
      watching(configMaps, ({ metadata }) => (metadata.name === name ? [metadata.namespace!] : [])),
    ],
    async sync(namespace) {
      const found = cache.get('', namespace)
      if (!found || found.status?.phase === 'Terminating') return
      const metadata = { namespace, name, annotations: { [descriptionAnnotation]: description } }
      const map = maps.get(namespace, name)
      if (!map) await client.create(configMaps, { metadata, data })
      else if (!semanticallyEqual(map.data, data) || !map.metadata.annotations?.[descriptionAnnotation]) {
        const annotations = { ...map.metadata.annotations, ...metadata.annotations }
        await client.update(configMaps, { ...map, metadata: { ...map.metadata, annotations }, data })
      }
    },
  }
}
