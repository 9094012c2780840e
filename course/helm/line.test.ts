import { describe, expect, it } from 'vitest'
import type { CourseError } from '../course-error.ts'
import { readHelmLine } from './line.ts'

function refusalOf(line: string): string {
  try {
    readHelmLine(line)
  } catch (error) {
    return `${(error as CourseError).message} ${(error as CourseError).remedy}`
  }
  return ''
}

describe('a line of helm', () => {
  it('is cut as a shell cuts it', () => {
    expect(
      readHelmLine(
        `  helm upgrade blog ./wordpress --set titulo="Mi blog" --set-string 'a=b c' -f mis\\ valores.yaml `,
      ),
    ).toEqual([
      'upgrade',
      'blog',
      './wordpress',
      '--set',
      'titulo=Mi blog',
      '--set-string',
      'a=b c',
      '-f',
      'mis valores.yaml',
    ])
    expect(readHelmLine('helm install blog ./wordpress --wait --timeout 60s --dry-run=server')).toHaveLength(7)
    expect(refusalOf('helm list "')).toBe('Hay una comilla (") sin cerrar. Ciérrala con otra ".')
  })

  it('is helm, and a verb that works on what is beside it', () => {
    expect(refusalOf('rm -rf /')).toBe(
      'Aquí solo se escriben órdenes de helm, y esta empieza por «rm». Por ejemplo: helm list.',
    )
    expect(refusalOf('helm repo add x y')).toMatch(/«repo» no está entre ellas\. Por ejemplo: helm list\.$/)
    expect(refusalOf('helm')).toMatch(/«» no está entre ellas/)
  })

  it.each([
    'helm install x /etc',
    'helm install x ../otro',
    'helm install x ./wordpress/../../otro',
    'helm install x ~/chart',
    'helm install x C:\\chart',
    'helm upgrade x ./wordpress -f /etc/passwd',
    'helm upgrade x ./wordpress --values=a.yaml,../b.yaml',
  ])('stays in the folder: %s', (line) => {
    expect(refusalOf(line)).toMatch(/está fuera de la carpeta del laboratorio\./)
  })

  it.each(['helm install x oci://a/b', 'helm install x https://a/b.tgz', 'helm upgrade x ./wordpress -f http://a/b'])(
    'asks nothing of the network: %s',
    (line) => {
      expect(refusalOf(line)).toMatch(/no baja nada de la red/)
    },
  )

  it.each([
    'helm install x ./c --post-renderer sh',
    'helm install x ./c --kubeconfig=/k',
    'helm install x ./c --set-file a=/etc/passwd',
    'helm install x ./c -f/etc/passwd',
    'helm template x ./c --output-dir /tmp',
    'helm install x ./c --repo=z',
  ])('takes no flag that runs, reads or writes beyond it: %s', (line) => {
    expect(refusalOf(line)).toMatch(
      /^Desde esta página, helm no admite «-.*»\. Tu propio helm sí: descarga el kubeconfig con «Tu kubectl»\.$/,
    )
  })
})
