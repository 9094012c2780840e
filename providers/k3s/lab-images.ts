// Images that a lab brings, made inside each node: busybox:1.36, which it has (or pulls), with one layer of files on top.
import type { StartedTestContainer } from 'testcontainers'
import type { LabImage } from '../provider.ts'

const folder = '/tmp/timonel-image'

/** Makes each image on every node. Rejects with the node's own words. */
export async function loadLabImages(images: LabImage[], nodes: StartedTestContainer[]): Promise<void> {
  await Promise.all(
    nodes.map(async (node) => {
      for (const image of images) await load(image, node)
    }),
  )
}

async function load(image: LabImage, node: StartedTestContainer): Promise<void> {
  await node.exec(['rm', '-rf', folder])
  const files = Object.entries(image.files)
  await node.copyContentToContainer([
    ...files.map(([path, content]) => ({
      content,
      target: `${folder}/files${path}`,
      mode: content.startsWith('#!') ? 0o755 : 0o644,
    })),
    { content: build, target: `${folder}/build.sh`, mode: 0o755 },
    { content: JSON.stringify(configOf(image)), target: `${folder}/config.part` },
  ])
  const { exitCode, output } = await node.exec(['sh', `${folder}/build.sh`, folder, fullName(image.image)])
  if (exitCode !== 0)
    throw new Error(`no se ha podido preparar la imagen «${image.image}» en un nodo: ${output.trim()}`)
}

/** What an OCI image configuration says of running it. */
function configOf({ entrypoint, command, env = {}, workdir, user }: LabImage): object {
  const path = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
  return {
    Env: [path, ...Object.entries(env).map(([name, value]) => `${name}=${value}`)],
    ...(entrypoint ? { Entrypoint: entrypoint } : {}),
    ...(command ? { Cmd: command } : entrypoint ? {} : { Cmd: ['sh'] }),
    ...(workdir ? { WorkingDir: workdir } : {}),
    ...(user ? { User: `${user}` } : {}),
  }
}

/** As containerd keeps it: with registry and namespace. */
function fullName(image: string): string {
  const [first = '', ...rest] = image.split('/')
  if (rest.length > 0 && /[.:]/.test(first)) return image
  return rest.length > 0 ? `docker.io/${image}` : `docker.io/library/${image}`
}

/**
 * One layer with the whole of busybox and the files over it, as an archive in Docker's form. Only what both a node of
 * k3s and a Debian have: sh, tar, sha256sum, sed.
 */
const build = `set -e
base=docker.io/library/busybox:1.36
cd "$1"
ctr -n k8s.io images ls -q name==$base | grep -q . || ctr -n k8s.io images pull $base >/dev/null
mkdir -p base root archive
ctr -n k8s.io images export base.tar $base >/dev/null
tar xf base.tar -C base
for blob in $(find base -type f); do
  if tar tf $blob >/dev/null 2>&1; then tar xf $blob -C root; fi
done
[ -d root/bin ]
if [ -d files ]; then (cd files && tar cf - .) | (cd root && tar xf -); fi
(cd root && tar cf ../archive/layer.tar .)
diff=$(sha256sum archive/layer.tar | sed 's/ .*//')
case $(uname -m) in x86_64) arch=amd64;; aarch64) arch=arm64;; *) arch=$(uname -m);; esac
printf '{"architecture":"%s","os":"linux","config":%s,"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}' "$arch" "$(cat config.part)" "$diff" > archive/config.json
printf '[{"Config":"config.json","RepoTags":["%s"],"Layers":["layer.tar"]}]' "$2" > archive/manifest.json
(cd archive && tar cf ../image.tar manifest.json config.json layer.tar)
ctr -n k8s.io images import image.tar >/dev/null
`
