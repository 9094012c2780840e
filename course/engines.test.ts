import { describe, expect, it } from 'vitest'
import type { Provider, ProviderName } from '../providers/provider.ts'
import { engineFor, engineRefusal } from './engines.ts'

const lab = { only: { engines: ['embedded' as const], because: 'necesita un cloud.' } }
const provider = async (name: ProviderName = 'k3s'): Promise<Provider> => ({ name }) as Provider

describe('a lab for some engines', () => {
  it('says why it is not done on the others', () => {
    expect(engineRefusal(lab, 'k3s')).toBe('No se hace en k3s, solo en embedded: necesita un cloud.')
    expect([engineRefusal(lab, 'embedded'), engineRefusal({}, 'k3s')]).toEqual([undefined, undefined])
  })

  it('takes one of its own where the machine would choose another', async () => {
    expect((await engineFor(lab, provider)).name).toBe('embedded')
    expect((await engineFor({}, provider)).name).toBe('k3s')
    await expect(engineFor(lab, provider, 'k3s')).rejects.toMatchObject({
      code: 'engine-not-for-lab',
      remedy: 'Usa --cluster embedded.',
    })
  })
})
