import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { clusterOf, look } from './fixture.ts'
import { helmRelease } from './helm-release.ts'
import { helmRollback } from './helm-rollback.ts'
import { helmValues } from './helm-values.ts'

interface Made {
  version: number
  status?: string
  description?: string
  config?: Record<string, unknown>
}

function secret({ version, status = 'deployed', description = 'Install complete', config }: Made): object {
  const release = {
    name: 'blog',
    version,
    info: { status, description },
    chart: { metadata: { name: 'wordpress', version: '1.0.0' }, values: { replicas: 1, imagen: 'busybox:1.36' } },
    ...(config ? { config } : {}),
  }
  const text = gzipSync(JSON.stringify(release)).toString('base64')
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: `sh.helm.release.v1.blog.v${version}`, namespace: 'default' },
    type: 'helm.sh/release.v1',
    data: { release: Buffer.from(text).toString('base64') },
  }
}

const other = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x', namespace: 'default' }, type: 'Opaque' }

describe('a release', () => {
  const observe = helmRelease({ release: 'blog', chart: 'wordpress' })

  it('is deployed, whatever other secrets there are', async () => {
    expect(
      await observe(clusterOf([other, secret({ version: 10 }), secret({ version: 9, status: 'superseded' })])),
    ).toEqual([
      {
        object: 'v1/Secret/default/sh.helm.release.v1.blog.v10',
        field: 'STATUS',
        expected: 'deployed',
        observed: 'deployed',
        holds: true,
      },
      expect.objectContaining({ field: 'CHART', observed: 'wordpress', holds: true }),
    ])
  })

  it('is not there, or failed with words of helm', async () => {
    expect(await look(observe, clusterOf([other]))).toMatchObject({
      holds: false,
      observed: '(no existe)',
      because: 'En el namespace default no hay ninguna release que se llame blog: lo que hay lo dice `helm list`.',
    })
    const failed = secret({ version: 1, status: 'failed', description: 'Release "blog" failed: x' })
    expect(await look(observe, clusterOf([failed]))).toMatchObject({
      holds: false,
      because: 'helm dice: Release "blog" failed: x',
    })
  })
})

describe('values of its own', () => {
  const observe = helmValues({ release: 'blog', values: { replicas: 3 } })

  it('count as the last revision has them', async () => {
    const revisions = [secret({ version: 1 }), secret({ version: 2, config: { replicas: 3 } })]
    expect(await look(observe, clusterOf(revisions))).toMatchObject({ holds: true, observed: '3' })
    expect(await look(observe, clusterOf([...revisions, secret({ version: 3 })]))).toMatchObject({
      holds: false,
      observed: 'el del chart: 1',
    })
  })

  it('of a key that the chart does not know are told apart', async () => {
    expect(await look(observe, clusterOf([secret({ version: 1, config: { replica: 3 } })]))).toMatchObject({
      holds: false,
      observed: 'el del chart: 1',
      because:
        'El chart no conoce «replica»: helm lo guarda, ninguna plantilla lo usa, y no avisa nadie. Las claves que hay son replicas, imagen.',
    })
  })
})

describe('a rollback', () => {
  const observe = helmRollback({ release: 'blog', from: { key: 'imagen', value: 'mala' } })
  const bad = secret({ version: 2, description: 'Upgrade complete', config: { imagen: 'mala' } })

  it('comes after the revision that was wrong', async () => {
    const back = secret({ version: 3, description: 'Rollback to 1' })
    const findings = await observe(clusterOf([secret({ version: 1 }), bad, back]))
    expect([findings].flat().map(({ holds }) => holds)).toEqual([true, true])
  })

  it('is missing while the wrong one is the last', async () => {
    const findings = [await observe(clusterOf([secret({ version: 1 }), bad]))].flat()
    expect(findings[1]).toMatchObject({
      holds: false,
      observed: 'Upgrade complete',
      because: 'La última revisión sigue siendo la que tiene imagen: "mala".',
    })
  })

  it('needs something to come back from', async () => {
    const back = secret({ version: 2, description: 'Rollback to 1' })
    expect(await look(observe, clusterOf([secret({ version: 1 }), back]))).toMatchObject({
      holds: false,
      observed: 'en ninguna revisión',
    })
  })
})
