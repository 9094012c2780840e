// Kubeconfigs as text: made for a cluster, and read back for what a provider said in them.
import { parse, stringify } from 'yaml'
import type { KubeconfigExtension } from './provider.ts'

/** How a kubeconfig reaches one cluster. PEM texts. */
export interface Access {
  server: string
  ca: string
  user: { token: string } | { certificate: string; key: string }
}

interface KubeconfigFile {
  clusters?: { name: string; cluster: { extensions?: { name: string; extension: unknown }[] } }[]
  contexts?: { name: string; context: { cluster: string } }[]
  'current-context'?: string
}

/** @param name of the cluster, user and context in the file. */
export function writeKubeconfig(name: string, access: Access, extension: KubeconfigExtension): string {
  const base64 = (text: string): string => Buffer.from(text).toString('base64')
  const user =
    'token' in access.user
      ? { token: access.user.token }
      : {
          'client-certificate-data': base64(access.user.certificate),
          'client-key-data': base64(access.user.key),
        }
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name,
        cluster: {
          server: access.server,
          'certificate-authority-data': base64(access.ca),
          extensions: [{ name: 'timonel', extension }],
        },
      },
    ],
    users: [{ name, user }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    'current-context': name,
  })
}

/** What the provider said of the current cluster; undefined in a kubeconfig that is not ours. */
export function readExtension(kubeconfig: string): KubeconfigExtension | undefined {
  const extensions = currentCluster(parse(kubeconfig) as KubeconfigFile)?.extensions
  return extensions?.find(({ name }) => name === 'timonel')?.extension as KubeconfigExtension | undefined
}

/** The same kubeconfig with the extension of its current cluster set. */
export function withExtension(kubeconfig: string, extension: KubeconfigExtension): string {
  const file = parse(kubeconfig) as KubeconfigFile
  const cluster = currentCluster(file)
  if (!cluster) throw new Error('El kubeconfig no tiene un contexto actual con su cluster.')
  const others = (cluster.extensions ?? []).filter(({ name }) => name !== 'timonel')
  cluster.extensions = [...others, { name: 'timonel', extension }]
  return stringify(file)
}

function currentCluster(file: KubeconfigFile): NonNullable<KubeconfigFile['clusters']>[number]['cluster'] | undefined {
  const context = file.contexts?.find(({ name }) => name === file['current-context'])
  return file.clusters?.find(({ name }) => name === context?.context.cluster)?.cluster
}
