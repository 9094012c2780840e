import { describe, expect, it } from 'vitest'
import { CourseError } from '../course-error.ts'
import { readDocument } from './document.ts'
import { labSchema } from './lab.ts'

function faultsOf(text: string, firstLine?: number): string {
  try {
    readDocument('labs/x/lab.yaml', text, labSchema, firstLine)
  } catch (error) {
    expect(error).toBeInstanceOf(CourseError)
    return (error as CourseError).message
  }
  return ''
}

const good = `title: T
summary: S
minutes: 5
covers: [VOL-01]
cluster:
  nodes:
    - name: nodo1
`

describe('a course file', () => {
  it('fills in what may be left out', () => {
    expect(readDocument('f', good, labSchema)).toMatchObject({
      prerequisites: [],
      cluster: { ingress: false, storage: false },
    })
  })

  it('says where YAML breaks', () => {
    expect(faultsOf('title: T\n  summary: S\n')).toMatch(/^labs\/x\/lab\.yaml:\d+:\d+: no es YAML: /)
  })

  it('names the key that is missing, and the line of what it belongs to', () => {
    expect(faultsOf(good.replace('    - name: nodo1\n', '    - labels: {a: b}\n'))).toBe(
      'labs/x/lab.yaml:7: falta la clave «cluster.nodes[0].name»',
    )
  })

  it('names every fault: the unknown key, the row that is none, the number that is text', () => {
    const text = good.replace('VOL-01', 'VOL-1').replace('minutes: 5', 'minutes: cinco') + 'colour: red\n'
    expect(faultsOf(text).split('\n')).toEqual([
      expect.stringMatching(/^labs\/x\/lab\.yaml:3: minutes: /),
      'labs/x/lab.yaml:4: covers[0]: una fila se escribe con tres mayúsculas, guion y dos cifras: VOL-03',
      'labs/x/lab.yaml:1: (el documento): no existe la clave «colour»',
    ])
  })

  it('counts lines from where the text begins in its file', () => {
    expect(faultsOf(good.replace('minutes: 5', 'minutes: 0'), 2)).toMatch(/^labs\/x\/lab\.yaml:4: minutes: /)
  })
})
