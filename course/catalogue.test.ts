import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createProcessor } from '@mdx-js/mdx'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { clusterSpecOf, labOf, loadCatalogue } from './catalogue.ts'
import { vocabulary } from './schema/lesson.ts'

const repository = join(import.meta.dirname, '..')

describe('the course as it stands', () => {
  const { modules, labs } = loadCatalogue(repository)

  it('shows modules in the notes’ order, each with a lesson', () => {
    expect(modules.map(({ position }) => position)).toEqual(
      modules.map(({ position }) => position).toSorted((a, b) => a - b),
    )
    expect(modules.every(({ lessons }) => lessons.length > 0)).toBe(true)
  })

  it.each(labs.map((lab) => [lab.slug, lab] as const))(
    '%s has hints, three wrong answers and manifests that parse',
    (_, lab) => {
      expect(lab.wrong.length).toBeGreaterThanOrEqual(3)
      for (const task of lab.tasks) expect(task.hints).toHaveLength(3)
      for (const { name, text } of [lab, { files: [...lab.seed, ...lab.solution] }, ...lab.wrong].flatMap(
        ({ files }) => files,
      )) {
        // A chart's templates are no YAML yet, nor are lines of helm.
        if (name.includes('/templates/') || name.endsWith('.txt')) continue
        const errors = parseAllDocuments(text).flatMap((document) => document.errors)
        // What a learner has to mend says so on top, and has something to mend.
        if (text.startsWith('# ROTO')) expect(errors).not.toEqual([])
        else expect(errors).toEqual([])
      }
      expect(lab.solution.some(({ text }) => text.includes('ROTO'))).toBe(false)
      expect(lab.files.some(({ text }) => text.includes('HUECO'))).toBe(true)
      expect(lab.solution.some(({ text }) => text.includes('HUECO'))).toBe(false)
    },
  )

  it.each(labs.map((lab) => [lab.slug, lab] as const))('%s gives no hint that could be pasted', (_, lab) => {
    const lines = new Set(lab.solution.flatMap(({ text }) => text.split('\n').map((line) => line.trim())))
    for (const hint of lab.tasks.flatMap(({ hints }) => hints)) {
      for (const line of hint.split('\n')) expect(lines.has(line.trim())).toBe(false)
      expect(hint).not.toMatch(/: \d+\b|```/)
    }
  })

  it('uses only the vocabulary in its MDX, with every property, and snippets that exist', () => {
    const texts = [
      ...modules.flatMap(({ lessons }) =>
        lessons.map(({ module, slug, body }) => [`${module}/${slug}`, body] as const),
      ),
      ...labs.map(({ slug, intro, tasks }) => [slug, [intro, ...tasks.map(({ body }) => body)].join('\n\n')] as const),
    ]
    for (const [where, text] of texts) {
      for (const { name, attributes } of elementsOf(text)) {
        const properties = vocabulary[name as keyof typeof vocabulary] as readonly string[] | undefined
        expect(properties, `${where}: <${name}>`).toBeDefined()
        const known = properties!.map((property) => property.replace('?', ''))
        expect(known, `${where}: <${name}>`).toEqual(expect.arrayContaining(Object.keys(attributes)))
        for (const needed of properties!.filter((property) => !property.endsWith('?'))) {
          expect(attributes, `${where}: <${name}>`).toHaveProperty(needed)
        }
        if (name === 'Manifiesto') readFileSync(join(repository, 'labs', attributes['lab']!, attributes['file']!))
        if (name === 'Laboratorio') labOf({ modules, labs }, attributes['slug']!)
      }
    }
  })
})

interface MdxNode {
  type: string
  name?: string
  attributes?: { name: string; value: string }[]
  children?: MdxNode[]
}

function elementsOf(text: string): { name: string; attributes: Record<string, string> }[] {
  const found: { name: string; attributes: Record<string, string> }[] = []
  const walk = ({ type, name, attributes = [], children = [] }: MdxNode): void => {
    if (type.startsWith('mdxJsx')) {
      found.push({
        name: name ?? '',
        attributes: Object.fromEntries(attributes.map((each) => [each.name, each.value])),
      })
    }
    expect(['mdxjsEsm', 'mdxFlowExpression', 'mdxTextExpression']).not.toContain(type)
    children.forEach(walk)
  }
  walk(createProcessor().parse(text) as unknown as MdxNode)
  return found
}

describe('a course with a slip', () => {
  let root: string
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'timonel-course-'))
    for (const room of ['content', 'labs']) cpSync(join(repository, room), join(root, room), { recursive: true })
  })
  afterEach(() => rmSync(root, { recursive: true }))

  const edit = (file: string, change: (text: string) => string): void =>
    writeFileSync(join(root, file), change(readFileSync(join(root, file), 'utf8')))

  it('says which lesson names a lab that is not there', () => {
    edit('content/ingress/ingress.mdx', (text) => text.replace('labs: [ingress-wordpress]', 'labs: [ingres]'))
    expect(() => loadCatalogue(root)).toThrow('content/ingress/ingress.mdx: labs: no existe el laboratorio «ingres»')
  })

  it('says which lab no lesson names', () => {
    edit('content/ingress/ingress.mdx', (text) => text.replace('labs: [ingress-wordpress]', 'labs: []'))
    expect(() => loadCatalogue(root)).toThrow('labs/ingress-wordpress: ninguna lección lo nombra')
  })

  it('says which wrong answer fails a task that is not there', () => {
    edit('labs/pv-y-pvc/wrong/clase-distinta/expect.yaml', (text) => text.replace('[2]', '[9]'))
    expect(() => loadCatalogue(root)).toThrow('labs/pv-y-pvc/wrong/clase-distinta/expect.yaml: no hay una tarea 9')
  })

  it('changes a lab’s hash with its grader, and not with its design', () => {
    const hash = (): string => labOf(loadCatalogue(root), 'pv-y-pvc').hash
    const before = hash()
    edit('labs/pv-y-pvc/design.md', (text) => `${text}\nMás.`)
    expect(hash()).toBe(before)
    edit('labs/pv-y-pvc/grader.ts', (text) => `${text}\n// más`)
    expect(hash()).not.toBe(before)
  })
})

it('lists the labs when one is not known', () => {
  expect(() => labOf(loadCatalogue(repository), 'no-existe')).toThrow('No hay un laboratorio «no-existe».')
})

it('asks a provider for what the lab wants', () => {
  expect(clusterSpecOf(labOf(loadCatalogue(repository), 'antiafinidad'), 'x')).toEqual({
    id: 'x',
    ingress: false,
    storage: false,
    nodes: [
      { name: 'nodo1', labels: { disco: 'rapido' } },
      { name: 'nodo2', labels: { disco: 'lento' } },
      { name: 'nodo3', labels: { disco: 'lento' } },
    ],
  })
})
