// Which engine serves here: what was asked for, else k3s where Docker answers, else the embedded one.
import type { Provider, ProviderName } from './provider.ts'

export interface ProviderOptions {
  /** Folder for what the embedded engine keeps. */
  dataFolder: string
  /** For `existing`. */
  kubeconfig?: string
}

const providerNames: readonly ProviderName[] = ['embedded', 'k3s', 'existing']

/** Makes one provider; its libraries are loaded only now, since the k3s ones are heavy. */
export async function createProvider(name: ProviderName, options: ProviderOptions): Promise<Provider> {
  switch (name) {
    case 'embedded':
      return (await import('./embedded.ts')).embeddedProvider(options.dataFolder)
    case 'k3s':
      return (await import('./k3s.ts')).k3sProvider()
    case 'existing':
      return (await import('./existing.ts')).existingProvider(options.kubeconfig)
  }
}

/**
 * The engine for this machine.
 * @param asked by --cluster or TIMONEL_CLUSTER; rejects, in Spanish, for a name that is none and for an engine that cannot run here.
 */
export async function chooseProvider(asked: string | undefined, options: ProviderOptions): Promise<Provider> {
  if (asked !== undefined && asked !== '') {
    const name = providerNames.find((known) => known === asked)
    if (!name) throw new Error(`No hay un motor «${asked}». Los que hay: ${providerNames.join(', ')}.`)
    const provider = await createProvider(name, options)
    const why = await provider.unavailable()
    if (why !== undefined) throw new Error(why)
    return provider
  }
  const k3s = await createProvider('k3s', options)
  return (await k3s.unavailable()) === undefined ? k3s : createProvider('embedded', options)
}
