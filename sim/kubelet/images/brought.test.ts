import { describe, expect, it } from 'vitest'
import { broughtImages } from './brought.ts'

describe('images that a cluster brings', () => {
  const files = { '/usr/local/bin/copia.sh': '#!/bin/sh\necho copia\n', '/etc/copia.conf': 'hora=2\n' }

  it('are busybox with files over it, and go by their full name', () => {
    const image = broughtImages([{ image: 'mi-copia:1.0', files, entrypoint: ['copia.sh'] }]).get(
      'docker.io/library/mi-copia:1.0',
    )!
    expect(image).toMatchObject({ entrypoint: ['copia.sh'], env: { PATH: expect.stringContaining('/bin') } })
    // As in a Dockerfile, the base's command goes with its entrypoint.
    expect(image.command).toBeUndefined()
    const at = (path: string) => {
      let node: unknown = image.tree(0)
      for (const part of path.split('/').filter(Boolean))
        node = (node as { entries: Map<string, unknown> }).entries.get(part)
      return node
    }
    expect(at('/usr/local/bin/copia.sh')).toMatchObject({ mode: 0o755 })
    expect(at('/etc/copia.conf')).toMatchObject({ data: 'hora=2\n', mode: 0o644 })
    expect(at('/bin/sh')).toMatchObject({ program: 'sh' })
  })

  it('need a name that is one', () => {
    expect(() => broughtImages([{ image: 'Mala:1', files }])).toThrow('imagen «Mala:1»: invalid reference format')
  })
})
