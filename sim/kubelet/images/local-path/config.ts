// The provisioner's configuration: which directories of which nodes, or one that all nodes share. Rules: local-path-provisioner's provisioner.go (0.0.30)

/** Directories for volumes, of one class or of all. */
export interface ClassConfig {
  /** Paths by node; {@link otherNodes} stands for those not named. */
  nodePaths: ReadonlyMap<string, readonly string[]>
  sharedPath: string
}

export interface ProvisionerConfig extends ClassConfig {
  commandTimeoutSeconds: number
  /** By name of the StorageClass; empty: one configuration for all. */
  classes: ReadonlyMap<string, ClassConfig>
  /** Programs instead of the scripts `setup` and `teardown`. */
  setupCommand?: string
  teardownCommand?: string
}

/** The text of a config.json that cannot be used, or why no path can be had; the message is the real program's. */
export class ConfigError extends Error {}

const otherNodes = 'DEFAULT_PATH_FOR_NON_LISTED_NODES'
const defaultTimeoutSeconds = 120

interface ClassData {
  nodePathMap?: { node?: string; paths?: string[] }[]
  sharedFileSystemPath?: string
}

interface ConfigData extends ClassData {
  cmdTimeoutSeconds?: number
  setupCommand?: string
  teardownCommand?: string
  storageClassConfigs?: Record<string, ClassData>
}

/** Reads config.json. @param path of the file, for messages. Throws ConfigError. */
export function readConfig(text: string, path: string): ProvisionerConfig {
  let data: ConfigData
  try {
    data = JSON.parse(text) as ConfigData
  } catch (error) {
    throw new ConfigError(`fail to load config file ${path}: ${(error as Error).message}`)
  }
  const perClass = Object.entries(data.storageClassConfigs ?? {})
  return {
    ...(perClass.length > 0 ? { nodePaths: new Map(), sharedPath: '' } : classConfig(data)),
    commandTimeoutSeconds: data.cmdTimeoutSeconds || defaultTimeoutSeconds,
    classes: new Map(perClass.map(([name, each]) => [name, classConfig(each)])),
    ...(data.setupCommand ? { setupCommand: data.setupCommand } : {}),
    ...(data.teardownCommand ? { teardownCommand: data.teardownCommand } : {}),
  }
}

function classConfig({ nodePathMap = [], sharedFileSystemPath = '' }: ClassData): ClassConfig {
  const fail = (message: string): never => {
    throw new ConfigError(`StorageClass config canonicalization failed: ${message}`)
  }
  const nodePaths = new Map<string, string[]>()
  for (const { node = '', paths = [] } of nodePathMap) {
    if (nodePaths.has(node)) fail(`duplicate node ${node}`)
    for (const path of paths) {
      if (!path.startsWith('/')) fail(`path must start with / for path ${path} on node ${node}`)
      if (/^\/+$/.test(path)) fail(`cannot use root ('/') as path on node ${node}`)
    }
    nodePaths.set(node, paths)
  }
  return { nodePaths, sharedPath: sharedFileSystemPath }
}

/** The part that serves a class. Throws ConfigError. */
export function configOf(config: ProvisionerConfig, className: string): ClassConfig {
  if (config.classes.size === 0) return config
  const found = config.classes.get(className)
  if (!found) throw new ConfigError(`BUG: Got request for unexpected storage class ${className}`)
  return found
}

/** Whether volumes are in a directory that all nodes share. Throws ConfigError where nothing, or both, is said. */
export function isShared({ nodePaths, sharedPath }: ClassConfig): boolean {
  if (sharedPath && nodePaths.size > 0) {
    throw new ConfigError('both nodePathMap and sharedFileSystemPath are defined. Please make sure only one is in use')
  }
  if (!sharedPath && nodePaths.size === 0) {
    throw new ConfigError('both nodePathMap and sharedFileSystemPath are unconfigured')
  }
  return Boolean(sharedPath)
}

/** The directory for a volume on a node. @param requested by the class; '' leaves the choice to us. Throws ConfigError. */
export function basePath(config: ClassConfig, node: string, requested: string): string {
  if (isShared(config)) return config.sharedPath
  const paths = config.nodePaths.get(node) ?? config.nodePaths.get(otherNodes)
  if (!paths) throw new ConfigError(`config doesn't contain node ${node}, and no ${otherNodes} available`)
  if (paths.length === 0) throw new ConfigError(`no local path available on node ${node}`)
  if (!requested) return paths[0]!
  if (!paths.includes(requested)) throw new ConfigError(`config doesn't contain path ${requested} on node ${node}`)
  return requested
}
