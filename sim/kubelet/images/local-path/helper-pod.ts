// The pod that makes or removes a volume's directory on its node, by running a script there. Rules: local-path-provisioner's provisioner.go createHelperPod (0.0.30)
import { parse } from 'yaml'
import { pods } from '../../../api/refs.ts'
import { ApiError } from '../../../api/status.ts'
import type { Client } from '../../../client/client.ts'
import type { Container, Pod } from '../../../generated/types.ts'

/** What is to be done, and where. */
export interface Errand {
  action: 'create' | 'delete'
  /** Name, directory and bytes of the volume. */
  volume: string
  path: string
  bytes: bigint
  mode: string
  /** '' leaves the node to the scheduler: every node sees the directory. */
  node: string
}

export interface HelperOptions {
  client: Client
  namespace: string
  serviceAccount: string
  configMap: string
  /** What its pods start from. */
  template: Pod
  /** Command in place of the script; undefined runs the script. */
  command?: string
  timeoutSeconds: number
  /** Waits; rejects when the program ends. */
  sleep: (delayMs: number) => Promise<void>
  log: (line: string) => Promise<void>
}

/** Why an errand was not done; the message is the real program's. */
export class ErrandError extends Error {}

/** The pod of helperPod.yaml; a string says why it is none. */
export function readTemplate(text: string): Pod | string {
  let pod: Pod | null
  try {
    pod = parse(text) as Pod | null
  } catch {
    return `invalid YAMLToJSON the helper pod with helperPodYaml: ${text}`
  }
  return pod?.spec?.containers?.length ? pod : 'helper pod template does not specify any container'
}

/** Runs the script in a pod and waits for its end. Throws ErrandError when it has not succeeded in time. */
export async function runErrand(errand: Errand, options: HelperOptions): Promise<void> {
  const { client, namespace, timeoutSeconds, log } = options
  const { action, volume, path, node } = errand
  const pod = helperPod(errand, options)
  const name = pod.metadata.name!
  await log(`create the helper pod ${name} into ${namespace}`)
  try {
    await client.create(pods, pod)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    // One that an earlier failure left is waited for instead.
    if (error.reason !== 'AlreadyExists')
      throw new ErrandError(`failed to ${action} volume ${volume}: ${error.message}`)
  }
  let last: Pod | undefined
  try {
    for (let second = 0; second < timeoutSeconds; second++) {
      last = await client.get(pods, namespace, name)
      if (!last) throw new ErrandError(`failed to ${action} volume ${volume}: pods "${name}" not found`)
      if (last.status?.phase === 'Succeeded') {
        await log(`Volume ${volume} has been ${action}d on ${node ? `${node}:` : ''}${path}`)
        return
      }
      await options.sleep(1000)
    }
    throw new ErrandError(
      `failed to ${action} volume ${volume}: create process timeout after ${timeoutSeconds} seconds`,
    )
  } finally {
    await tellItsLog(name, last, log)
    await client.delete(pods, namespace, name).catch((error: unknown) => {
      if (!(error instanceof ApiError)) throw error
    })
  }
}

/** Its last words, which its status holds too: this is where a learner reads what the back end said. */
async function tellItsLog(name: string, pod: Pod | undefined, log: HelperOptions['log']): Promise<void> {
  const words = pod?.status?.containerStatuses?.[0]?.state?.terminated?.message ?? ''
  await log(`Start of ${name} logs`)
  for (const line of words.split('\n').filter(Boolean)) await log(line)
  await log(`End of ${name} logs`)
}

const nameMax = 128

function helperPod({ action, volume, path, bytes, mode, node }: Errand, options: HelperOptions): Pod {
  const { template, namespace, serviceAccount, configMap, command } = options
  const [first, ...others] = template.spec!.containers as [Container, ...Container[]]
  const parent = path.slice(0, path.lastIndexOf('/')) || '/'
  const mounts = [...(first.volumeMounts ?? [])]
  const mountOf = (name: string, mountPath: string): string => {
    const own = mounts.find((mount) => mount.name === name)
    if (!own) mounts.push({ name, mountPath })
    return own?.mountPath || mountPath
  }
  if (!command) mountOf('script', '/script')
  const directory = `${mountOf('data', parent).replace(/\/+$/, '')}/${path.slice(path.lastIndexOf('/') + 1)}`
  const script = action === 'create' ? 'setup' : 'teardown'
  const items = ['setup', 'teardown'].map((key) => ({ key, path: key }))
  return {
    metadata: {
      ...template.metadata,
      name: `${template.metadata.name}-${action}-${volume}`.slice(0, nameMax),
      namespace,
    },
    spec: {
      ...template.spec,
      ...(node ? { nodeName: node } : {}),
      serviceAccountName: serviceAccount,
      restartPolicy: 'Never',
      tolerations: [...(template.spec!.tolerations ?? []), { operator: 'Exists' }],
      volumes: [
        ...(template.spec!.volumes ?? []),
        { name: 'data', hostPath: { path: parent, type: 'DirectoryOrCreate' } },
        ...(command ? [] : [{ name: 'script', configMap: { name: configMap, items } }]),
      ],
      containers: [
        {
          ...first,
          // The real one reads the log; ours has it told in the status.
          terminationMessagePolicy: 'FallbackToLogsOnError',
          command: command ? [command] : ['/bin/sh', `/script/${script}`],
          args: ['-p', directory, '-s', `${bytes}`, '-m', mode, '-a', action],
          env: [
            ...(first.env ?? []),
            { name: 'VOL_DIR', value: directory },
            { name: 'VOL_MODE', value: mode },
            { name: 'VOL_SIZE_BYTES', value: `${bytes}` },
          ],
          volumeMounts: mounts,
        },
        ...others,
      ],
    },
  }
}
