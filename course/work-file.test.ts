import { describe, expect, it } from 'vitest'
import { faultOf } from './work-file.ts'

describe('files of a learner', () => {
  it.each([
    'pod.yaml',
    'a.yml',
    'x.json',
    '2-pvc-datos_1.YAML',
    'añadido.yaml',
    'wordpress/Chart.yaml',
    'wordpress/templates/_helpers.tpl',
    'wordpress/templates/NOTES.txt',
  ])('%s is one', (name) => {
    expect(faultOf({ name, text: 'ñ\t💾\r\n' })).toBeUndefined()
  })

  it.each([
    '../etc/passwd.yaml',
    'a/../b.yaml',
    '/a.yaml',
    'a/.b.yaml',
    'a/b.sh',
    'a/b/c/d/e/f.yaml',
    'a.tpl',
    '_a.yaml',
    '.oculto.yaml',
    'sin-extension',
    'a b.yaml',
    '',
    `${'x'.repeat(90)}.yaml`,
  ])('%j is not a name for one', (name) => {
    expect(faultOf({ name, text: '' })).toBe(
      `«${name}» no vale como nombre de fichero. Usa letras, cifras, guiones y puntos, y acaba en .yaml: pod.yaml.`,
    )
  })

  it('says how large is too large', () => {
    expect(faultOf({ name: 'a.yaml', text: 'x'.repeat(2 * 1024 * 1024) })).toBe(
      'a.yaml ocupa 2 MiB y aquí caben ficheros de 1 MiB como mucho. Pártelo en varios.',
    )
    expect(faultOf({ name: 'a.yaml', text: 'x'.repeat(1024 * 1024) })).toBeUndefined()
  })

  it.each(['\u0000', '\u007fELF\u0002', new TextDecoder().decode(new Uint8Array([0x89, 0x50, 0xff]))])(
    'knows what is not text: %j',
    (text) => {
      expect(faultOf({ name: 'a.yaml', text })).toBe(
        'a.yaml no es un fichero de texto, sino binario (o no está en UTF-8). Guárdalo como texto YAML en UTF-8.',
      )
    },
  )
})
