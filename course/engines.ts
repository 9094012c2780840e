// Labs that ask for what only some engines have: which engine serves, and what is said where it does not.
import type { Provider, ProviderName } from '../providers/provider.ts'
import type { Lab } from './catalogue.ts'
import { CourseError } from './course-error.ts'

/** Why a lab is not done on an engine, in Spanish; undefined: it is. */
export function engineRefusal({ only }: Pick<Lab, 'only'>, engine: ProviderName): string | undefined {
  if (!only || only.engines.includes(engine)) return undefined
  return `No se hace en ${engine}, solo en ${only.engines.join(' y ')}: ${only.because}`
}

/**
 * The engine for a lab: the one asked for, else this machine's own choice if the lab takes it, else the lab's first.
 * Rejects with CourseError for one asked for that the lab does not take.
 */
export async function engineFor(
  lab: Pick<Lab, 'only'>,
  provider: (name?: ProviderName) => Promise<Provider>,
  asked?: ProviderName,
): Promise<Provider> {
  const why = asked && engineRefusal(lab, asked)
  if (why) throw new CourseError('engine-not-for-lab', why, `Usa --cluster ${lab.only!.engines[0]}.`)
  const own = await provider(asked)
  return engineRefusal(lab, own.name) === undefined ? own : provider(lab.only!.engines[0])
}
