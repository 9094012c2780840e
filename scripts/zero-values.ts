#!/usr/bin/env node
// Reads from Kubernetes' own Go types which fields are pointers and which are written even when empty, and keeps it in
// sim/generated/zero-values.json: run `node scripts/zero-values.ts MODULES`, MODULES being the folder that holds k8s.io/api@v… .
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { KubernetesFacts } from '../sim/api/schema.ts'
import type { ZeroValueFacts } from '../sim/api/zero-values.ts'

interface GoField {
  json: string
  type: string
  omit: boolean
  inline: boolean
}
type GoStructs = Map<string, GoField[]>

function generate(modules: string): void {
  const generated = new URL('../sim/generated/', import.meta.url)
  const { types } = JSON.parse(readFileSync(new URL('kubernetes.json', generated), 'utf8')) as KubernetesFacts
  const structs: GoStructs = new Map()
  for (const [prefix, folder] of sources) {
    for (const file of globSync(join(modules, folder))) readStructs(file, prefix, structs)
  }
  const facts: ZeroValueFacts = {}
  for (const [name, schema] of Object.entries(types)) {
    if (schema.scalar || !structs.has(name)) continue
    const pointers: string[] = []
    const always: string[] = []
    for (const field of fieldsOf(name, structs)) {
      const known = schema.fields[field.json]
      if (!known) continue
      const isStruct = !known.list && !known.map && types[known.type] !== undefined
      if (field.type.startsWith('*')) pointers.push(field.json)
      if (field.type.startsWith('*') && field.omit) continue
      if (!field.omit || (isStruct && field.omit && !types[known.type]!.scalar)) always.push(field.json)
      else if (isStruct && ['time', 'microTime', 'quantity', 'intOrString'].includes(types[known.type]!.scalar!))
        always.push(field.json)
    }
    const meta = always.filter((field) => !(field === 'metadata' && schema.gvk))
    if (pointers.length + meta.length > 0)
      facts[name] = { ...(pointers.length ? { pointers } : {}), ...(meta.length ? { always: meta } : {}) }
  }
  writeFileSync(new URL('zero-values.json', generated), JSON.stringify(facts) + '\n')
}

const sources: [prefix: string, glob: string][] = [
  ['io.k8s.api', 'k8s.io/api@v0.35.*/*/v*/types.go'],
  ['io.k8s.apimachinery.pkg.apis', 'k8s.io/apimachinery@v0.35.*/pkg/apis/*/v*/types.go'],
]

/** Structs of one types.go, by their full API name. */
function readStructs(file: string, prefix: string, structs: GoStructs): void {
  const [group, version] = file.split('/').slice(-3)
  let current: GoField[] | undefined
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const open = /^\s*type (\w+) struct \{/.exec(line) ?? /^\t(\w+) struct \{/.exec(line)
    if (open) structs.set(`${prefix}.${group}.${version}.${open[1]}`, (current = []))
    else if (/^\t?\}/.test(line)) current = undefined
    const field = /^\s+(?:\w+\s+)?(\S+)\s+`.*json:"([^"]*)"/.exec(line)
    if (!current || !field) continue
    const [json = '', ...options] = field[2]!.split(',')
    if (json === '-') continue
    // omitzero leaves empty structs out too: as a pointer would be.
    const type = options.includes('omitzero') ? `*${field[1]!}` : field[1]!
    current.push({ json, type, omit: options.includes('omitempty'), inline: options.includes('inline') })
  }
}

function fieldsOf(name: string, structs: GoStructs): GoField[] {
  const scope = name.slice(0, name.lastIndexOf('.'))
  return (structs.get(name) ?? []).flatMap((field) => {
    if (!field.inline && field.json !== '') return [field]
    const embedded = field.type.replace(/^\*/, '').split('.').at(-1)!
    return fieldsOf(`${scope}.${embedded}`, structs)
  })
}

const [, , modules] = process.argv
if (!modules) {
  console.error('uso: node scripts/zero-values.ts CARPETA   (la de los módulos de Go, con k8s.io/api@v0.35.1)')
  process.exitCode = 2
} else generate(modules)
