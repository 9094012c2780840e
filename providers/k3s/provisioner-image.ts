// Labs install the provisioner of volumes again, under other names, by the image's public name. A node that holds it
// under another one (a mirror's, an archive's) need not pull it: it gets the public name too.
import { AppsV1Api, type KubeConfig } from '@kubernetes/client-node'
import type { StartedTestContainer } from 'testcontainers'

const publicName = 'docker.io/rancher/local-path-provisioner:v0.0.32'

/** Names the image of the cluster's own provisioner as labs do, on every node that has it. */
export async function nameProvisionerImage(config: KubeConfig, nodes: StartedTestContainer[]): Promise<void> {
  const { spec } = await config
    .makeApiClient(AppsV1Api)
    .readNamespacedDeployment({ namespace: 'kube-system', name: 'local-path-provisioner' })
  const image = spec?.template.spec?.containers[0]?.image
  if (!image) return
  // Exit codes say only what the kubelet finds out by itself: no such image here, or the name is there already.
  await Promise.all(
    nodes.map((node) => node.exec(['ctr', '--namespace', 'k8s.io', 'images', 'tag', fullName(image), publicName])),
  )
}

/** As containerd keeps it: with registry and namespace. */
function fullName(image: string): string {
  const [first = '', ...rest] = image.split('/')
  if (rest.length > 0 && /[.:]/.test(first)) return image
  return rest.length > 0 ? `docker.io/${image}` : `docker.io/library/${image}`
}
