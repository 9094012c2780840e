// Kubeconfigs as text: made for a cluster, and read back for what a provider said in them.
import { parse, stringify } from 'yaml'
import type { KubeconfigExtension } from './provider.ts'

/** How a kubeconfig reaches one cluster. PEM texts. */
export interface Access {
  server: string
  ca: string
  user: { token: string } | { certificate: string; key: string }
}

/** What somebody shows the server, besides the administrator. */
export interface NamedUser {
  name: string
  user: Access['user']
}

interface KubeconfigFile {
  clusters?: { name: string; cluster: { extensions?: { name: string; extension: unknown }[] } }[]
  contexts?: { name: string; context: { cluster: string; user?: string; namespace?: string } }[]
  users?: { name: string; user: unknown }[]
  'current-context'?: string
}

/** @param name of the cluster, user and context in the file. */
export function writeKubeconfig(name: string, access: Access, extension: KubeconfigExtension): string {
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
    users: [{ name, user: credentials(access.user) }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    'current-context': name,
  })
}

/** The same kubeconfig with a context for each of these, named as they are, on its current cluster. */
export function withUsers(kubeconfig: string, users: NamedUser[]): string {
  const file = parse(kubeconfig) as KubeconfigFile
  const own = file.contexts?.find(({ name }) => name === file['current-context'])
  if (!own) throw new Error('El kubeconfig no tiene un contexto actual con su cluster.')
  const names = users.map(({ name }) => name)
  const others = <T extends { name: string }>(list: T[] = []): T[] => list.filter(({ name }) => !names.includes(name))
  file.users = [...others(file.users), ...users.map(({ name, user }) => ({ name, user: credentials(user) }))]
  file.contexts = [
    ...others(file.contexts),
    ...names.map((name) => ({ name, context: { cluster: own.context.cluster, user: name } })),
  ]
  return stringify(file)
}

/** Only what this user has of a kubeconfig: a file to give away. Throws, in Spanish, where there is no such user. */
export function asUser(kubeconfig: string, user: string): string {
  const file = parse(kubeconfig) as KubeconfigFile
  const context = file.contexts?.find(({ name }) => name === user)
  if (!context) {
    const names = (file.contexts ?? []).map(({ name }) => name).join(', ')
    throw new Error(`El kubeconfig no tiene un contexto «${user}». Los que hay: ${names}.`)
  }
  return stringify({
    ...file,
    clusters: file.clusters?.filter(({ name }) => name === context.context.cluster),
    users: file.users?.filter(({ name }) => name === context.context.user),
    contexts: [context],
    'current-context': user,
  })
}

function credentials(user: Access['user']): object {
  if ('token' in user) return { token: user.token }
  return { 'client-certificate-data': base64(user.certificate), 'client-key-data': base64(user.key) }
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64')
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
