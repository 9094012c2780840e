import { describe, expect, it } from 'vitest'
import { nodeAffinity, podAntiAffinity } from '../../test/web/broken-notes.ts'
import { type Fault, type Manifest, readManifests } from './manifest.ts'

const read = (text: string): (Manifest | Fault)[] => readManifests('f.yaml', text).documents
const only = (text: string): Manifest => {
  const [document] = read(text)
  if (!document || 'message' in document) throw new Error(document?.message ?? 'nothing')
  return document
}
const fault = (text: string): string => {
  const [document] = read(text)
  return document && 'message' in document
    ? `${document.at.line}:${document.at.column} ${document.message}`
    : 'no fault'
}

describe('what can be read', () => {
  it('several documents, each where it starts, and those that hold nothing left out', () => {
    const documents = read('# nada\n---\na: 1\n---\n\n---\nb: 2\n')
    expect(documents.map((each) => [each.line, 'value' in each && each.value])).toEqual([
      [3, { a: 1 }],
      [7, { b: 2 }],
    ])
    expect(read('')).toEqual([])
    expect(read('# solo un comentario\n')).toEqual([])
  })

  it('YAML 1.1 as kubectl has it: yes is true, 0644 is octal, times and dates are texts', () => {
    expect(only('a: yes\nb: 0644\nc: 12:30:45\nd: 2026-11-24\ne: "yes"\nf: off').value).toEqual({
      a: true,
      b: 0o644,
      c: '12:30:45',
      d: '2026-11-24',
      e: 'yes',
      f: false,
    })
  })

  it('anchors and merge keys', () => {
    expect(only('a: &x {p: 1}\nb:\n  <<: *x\n  q: 2').value).toEqual({ a: { p: 1 }, b: { p: 1, q: 2 } })
  })
})

describe('where a field is', () => {
  const text = ['spec:', '  containers:', '  - name: a', '    ports:', '    - port: x', '  - image: b', '    n:'].join(
    '\n',
  )

  it.each([
    ['spec.containers[0].ports[0].port', false, 5, 13],
    ['spec.containers[0].ports[0].port', true, 5, 7],
    ['spec.containers[1].image', false, 6, 12],
    ['spec.containers.image', false, 6, 12],
    ['spec.containers[1].missing', false, 6, 5],
    ['spec.resources[port]', false, 1, 1],
    ['spec[image]', false, 1, 1],
    ['', false, 1, 1],
  ])('%s (key: %s) is at %i:%i', (path, key, line, column) => {
    expect(only(text).locate(path, key)).toEqual({ line, column })
  })

  it('finds what the server names without its parents, and knows an empty value', () => {
    const manifest = only('spec:\n  resources:\n    requests:\n      storage:   # hueco\n')
    expect(manifest.locate('spec.resources[storage]').line).toBe(4)
    expect(manifest.isEmpty('spec.resources[storage]')).toBe(true)
    expect(manifest.isEmpty('spec.resources')).toBe(false)
    expect(manifest.isEmpty('spec.nothing')).toBe(false)
  })
})

describe('what cannot be read, with line and column', () => {
  it.each([
    ['a:\n\tb: 1', /^2:1 Hay un tabulador en el sangrado/],
    ['a: 1\nb: 2\na: 3', /^3:1 Esta clave está dos veces/],
    ['a: [1, 2\nb: 3', /^2:1 /],
    ['a: "x\n', /^2:1 Falta un carácter/],
    ['a: *nada', /^1:4 Este alias/],
    [nodeAffinity, /^17:\d+ /],
    [podAntiAffinity, /^10:\d+ /],
  ])('%j', (text, expected) => {
    expect(fault(text)).toMatch(expected)
  })

  it('says the fault of one document and reads the others', () => {
    const documents = read('a: 1\n---\nb: [\n---\nc: 3\n')
    expect(documents.map((each) => 'message' in each)).toEqual([false, true, false])
  })

  it('a bomb of aliases', () => {
    const levels = Array.from({ length: 9 }, (_, level) =>
      level === 0 ? 'a0: &a0 [x,x,x,x,x,x,x,x,x]' : `a${level}: &a${level} [${`*a${level - 1},`.repeat(9)}]`,
    )
    expect(fault(levels.join('\n'))).toMatch(/demasiados alias/)
  })
})
