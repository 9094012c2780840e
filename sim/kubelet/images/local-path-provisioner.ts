// rancher/local-path-provisioner: makes a volume for each claim of its classes, by a script in a pod of the chosen node. Rules: its main.go and provisioner.go (0.0.30)
import { configMaps } from '../../api/refs.ts'
import { timestamp } from '../../clock.ts'
import { textOf } from '../../network/bytes.ts'
import { signals, type Process, type Program } from '../runtime/process.ts'
import { defineImage } from './image.ts'
import { readConfig, type ProvisionerConfig } from './local-path/config.ts'
import { readTemplate } from './local-path/helper-pod.ts'
import { serveClaims } from './local-path/serve-claims.ts'
import { treeWith } from './server.ts'

const refreshMs = 30_000

const program: Program = async (process) => {
  const option = (name: string, variable: string, fallback: string): string =>
    argument(process, name) ?? (process.env.get(variable) || fallback)
  const provisioner = option('provisioner-name', 'PROVISIONER_NAME', 'rancher.io/local-path')
  const namespace = option('namespace', 'POD_NAMESPACE', 'local-path-storage')
  const configMap = argument(process, 'configmap-name') ?? 'local-path-config'
  const log = (line: string): Promise<void> =>
    process.complain(`time="${timestamp(process.machine.clock.now())}" level=info msg=${JSON.stringify(line)} \n`)
  let config: ProvisionerConfig
  let template: ReturnType<typeof readTemplate>
  try {
    config = await loadConfig(process, namespace, configMap)
    const text = await keyOf(process, namespace, configMap, 'helper-pod-file', 'helperPod.yaml')
    template = readTemplate(text)
    if (typeof template === 'string') throw new StartError(template)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    await process.complain(
      `time="${timestamp(process.machine.clock.now())}" level=fatal msg=${JSON.stringify(`Error starting daemon: ${error.message}`)} \n`,
    )
    return 1
  }
  const stopRefreshing = refreshing(process, async () => {
    config = await loadConfig(process, namespace, configMap)
  })
  const stop = serveClaims({
    process,
    provisioner,
    helper: {
      client: process.machine.context.client,
      namespace,
      serviceAccount: option('service-account-name', 'SERVICE_ACCOUNT_NAME', 'local-path-provisioner-service-account'),
      configMap,
      template,
      sleep: (delayMs) => process.sleep(delayMs),
      log,
    },
    config: () => config,
  })
  const end = (): void => {
    stop()
    stopRefreshing()
  }
  process.killed.addEventListener('abort', end, { once: true })
  await process.until(
    new Promise<void>((resolve) => {
      for (const signal of [signals.TERM!, signals.INT!]) process.onSignal(signal, resolve)
    }),
  )
  end()
  return 0
}

export const localPathProvisioner = defineImage({
  names: ['docker.io/rancher/local-path-provisioner'],
  digest: 'sha256:9b914881170048f80ae9302f36e5b99b4a6b18af73a38adc1c66d12f65d360be',
  sizeBytes: 20_600_321,
  memoryMiB: 9,
  command: ['local-path-provisioner'],
  programs: { 'local-path-provisioner': program },
  tree: (nowMs) => treeWith(nowMs, { '/usr/bin/local-path-provisioner': { program: 'local-path-provisioner' } }),
})

/** Why the program does not start. */
class StartError extends Error {}

/** The value of `--name value` or `--name=value`. */
function argument({ args }: Process, name: string): string | undefined {
  const at = args.findIndex((word) => word === `--${name}` || word.startsWith(`--${name}=`))
  if (at === -1) return undefined
  return args[at]!.includes('=') ? args[at]!.slice(args[at]!.indexOf('=') + 1) : args[at + 1]
}

async function loadConfig(process: Process, namespace: string, configMap: string): Promise<ProvisionerConfig> {
  const path = argument(process, 'config')
  const text = await keyOf(process, namespace, configMap, 'config', 'config.json')
  return readConfig(text, path ?? text)
}

/** The file that `--flag` names or, without it, a key of the ConfigMap. */
async function keyOf(
  process: Process,
  namespace: string,
  configMap: string,
  flag: string,
  key: string,
): Promise<string> {
  const path = argument(process, flag)
  if (path !== undefined) {
    const file = process.files.lookup(process.path(path))
    if (file?.kind === 'file') return textOf(file.data)
    throw new StartError(
      flag === 'config'
        ? `fail to load config file ${path}: open ${path}: no such file or directory`
        : `could not open file ${path} with err: open ${path}: no such file or directory`,
    )
  }
  const map = await process.machine.context.client.get(configMaps, namespace, configMap)
  const value = map?.data?.[key]
  if (value !== undefined) return value
  const why = map ? `${key} is not exist in local-path-config ConfigMap` : `configmaps "${configMap}" not found`
  throw new StartError(
    `invalid empty flag ${flag} and it also does not exist at ConfigMap ${namespace}/${configMap} with err: ${why}`,
  )
}

/** A changed configuration counts without a restart; one that cannot be read leaves the last good one. */
function refreshing(process: Process, load: () => Promise<void>): () => void {
  const { clock } = process.machine
  let cancel = (): void => undefined
  const next = (): void => {
    cancel = clock.after(refreshMs, () => {
      load().catch((error: unknown) =>
        process.complain(
          `time="${timestamp(clock.now())}" level=error msg=${JSON.stringify(`failed to load the new config file: ${String((error as Error).message)}`)} \n`,
        ),
      )
      next()
    })
  }
  next()
  return () => cancel()
}
