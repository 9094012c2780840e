// Composition root of the site: the course, the engines, the progress and the graders, put together once for each process.
import { accessSync, constants, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Catalogue, loadCatalogue } from '../../course/catalogue.ts'
import { CourseError } from '../../course/course-error.ts'
import { createGrading } from '../../course/grading.ts'
import { sqliteProgress } from '../../course/progress/sqlite.ts'
import { createSession } from '../../course/session.ts'
import { chooseProvider, createProvider } from '../../providers/choose.ts'
import type { Provider, ProviderName } from '../../providers/provider.ts'
import { provideRuntime } from './runtime.ts'

export interface SiteOptions {
  /** The repository. */
  root: string
  /** Folder for progress and clusters; made when missing. */
  data: string
  /** Engine asked for; the machine's own choice when left out. */
  cluster?: string
  kubeconfig?: string
  /** Read content/ and labs/ again on every request. */
  dev: boolean
}

export interface Site {
  catalogue: Catalogue
  /** Ends the graders, the providers and what they run. */
  close(): Promise<void>
}

/** Rejects with CourseError when the data folder cannot be used, the course has a fault, or the engine cannot run here. */
export async function openSite({ root, data, cluster, kubeconfig, dev }: SiteOptions): Promise<Site> {
  requireWritable(data)
  const loaded = loadCatalogue(root)
  const progress = sqliteProgress(join(data, 'progreso.db'))
  const grading = createGrading()
  const providers = new Map<ProviderName | 'default', Promise<Provider>>()
  const options = { dataFolder: join(data, 'clusters'), ...(kubeconfig ? { kubeconfig } : {}) }
  const provider = (name?: ProviderName): Promise<Provider> => {
    const key = name ?? 'default'
    let made = providers.get(key)
    if (!made) {
      made = name === undefined ? own() : usable(name)
      made.catch(() => providers.delete(key))
      providers.set(key, made)
    }
    return made
  }
  // The same provider by its name and as the machine's choice: one process hosts the embedded clusters.
  const own = async (): Promise<Provider> => {
    const chosen = await chooseProvider(cluster, options)
    const named = providers.get(chosen.name)
    if (named) return named
    providers.set(chosen.name, Promise.resolve(chosen))
    return chosen
  }
  const usable = async (name: ProviderName): Promise<Provider> => {
    const made = await createProvider(name, options)
    const why = await made.unavailable()
    if (why !== undefined) throw new Error(why)
    return made
  }
  const catalogue = (): Catalogue => (dev ? loadCatalogue(root) : loaded)
  const session = createSession({ catalogue, progress, grading, provider })
  provideRuntime({ catalogue, session })
  // An engine that was asked for and cannot run here is told now, not to the first learner.
  const first = await provider()
  void first.warm?.().catch(() => {})
  return {
    catalogue: loaded,
    async close() {
      session.close()
      grading.close()
      const made = await Promise.allSettled(providers.values())
      const unique = new Set(made.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : [])))
      await Promise.allSettled([...unique].map((each) => each.close()))
      progress.close()
    },
  }
}

function requireWritable(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    accessSync(folder, constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new CourseError(
      'data-folder',
      `No se puede escribir en la carpeta de datos ${folder} (${(error as Error).message}).`,
      'Da permiso de escritura en ella, o elige otra con --data CARPETA o con la variable TIMONEL_DATA.',
      { cause: error },
    )
  }
}
