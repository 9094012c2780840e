#!/usr/bin/env node
// Reads from Kubernetes' own Go types how its decoder names each field's type and which fields stand in an embedded struct,
// and keeps what the API description does not say in sim/generated/go-types.json:
// run `node scripts/go-types.ts MODULES`, MODULES being the folder that holds k8s.io/api@v… .
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { derivedGoType, type GoTypeFacts } from '../sim/api/go-types.ts'
import type { KubernetesFacts } from '../sim/api/schema.ts'

interface GoField {
  json: string
  type: string
  inline: boolean
}
interface GoStruct {
  fields: GoField[]
  /** Name of each imported package by the alias that the file gives it. */
  imports: Map<string, string>
}
type GoStructs = Map<string, GoStruct>

const sources: [prefix: string, glob: string][] = [
  ['io.k8s.api', 'k8s.io/api@v0.35.*/*/v*/types*.go'],
  ['io.k8s.apimachinery.pkg.apis', 'k8s.io/apimachinery@v0.35.*/pkg/apis/*/v*/{types,watch}.go'],
  [
    'io.k8s.apiextensions-apiserver.pkg.apis',
    'k8s.io/apiextensions-apiserver@v0.35.*/pkg/apis/apiextensions/v*/types*.go',
  ],
  ['io.k8s.kube-aggregator.pkg.apis', 'k8s.io/kube-aggregator@v0.35.*/pkg/apis/apiregistration/v*/types.go'],
]

function generate(modules: string): void {
  const generated = new URL('../sim/generated/', import.meta.url)
  const { types } = JSON.parse(readFileSync(new URL('kubernetes.json', generated), 'utf8')) as KubernetesFacts
  const structs: GoStructs = new Map()
  for (const [prefix, folder] of sources) {
    for (const file of globSync(join(modules, folder))) readStructs(file, prefix, structs)
  }
  const facts: GoTypeFacts = { types: {}, embedded: {} }
  for (const [name, schema] of Object.entries(types)) {
    for (const { json, goType, via } of fieldsOf(name, structs)) {
      const field = schema.fields[json]
      if (!field) continue
      if (goType !== derivedGoType(field)) (facts.types[name] ??= {})[json] = goType
      if (via.length > 0 && via[0] !== 'TypeMeta') (facts.embedded[name] ??= {})[json] = via.join('.')
    }
  }
  writeFileSync(new URL('go-types.json', generated), JSON.stringify(facts) + '\n')
}

function readStructs(file: string, prefix: string, structs: GoStructs): void {
  const [group, version] = file.split('/').slice(-3)
  const text = readFileSync(file, 'utf8')
  const imports = new Map<string, string>()
  for (const [, alias, path] of text.matchAll(/^(?:import)?\s+(?:(\w+) )?"([\w./-]+)"$/gm)) {
    const last = path!.split('/').at(-1)!
    imports.set(alias ?? last, last)
  }
  let current: GoField[] | undefined
  for (const line of text.split('\n')) {
    const open = /^\s*type (\w+) struct \{/.exec(line) ?? /^\t(\w+) struct \{/.exec(line)
    if (open) structs.set(`${prefix}.${group}.${version}.${open[1]}`, { fields: (current = []), imports })
    else if (/^\t?\}/.test(line)) current = undefined
    const field = /^\s+(?:\w+\s+)?(\S+)\s+`.*json:"([^"]*)"/.exec(line)
    if (!current || !field) continue
    const [json = '', ...options] = field[2]!.split(',')
    if (json !== '-') current.push({ json, type: field[1]!, inline: options.includes('inline') || json === '' })
  }
}

function fieldsOf(name: string, structs: GoStructs): { json: string; goType: string; via: string[] }[] {
  const struct = structs.get(name)
  if (!struct) return []
  const scope = name.slice(0, name.lastIndexOf('.'))
  return struct.fields.flatMap((field) => {
    if (!field.inline) return [{ json: field.json, goType: printed(field.type, scope, struct.imports), via: [] }]
    const embedded = field.type.replace(/^\*/, '').split('.').at(-1)!
    return fieldsOf(`${scope}.${embedded}`, structs).map((inner) => ({ ...inner, via: [embedded, ...inner.via] }))
  })
}

/** The type as Go prints it: its package's own name in front, `byte` as what it is. */
function printed(type: string, scope: string, imports: Map<string, string>): string {
  const own = scope.split('.').at(-1)!
  return type
    .replace(/^\*/, '')
    .replaceAll(/(\w+)\.(\w+)/g, (_, alias: string, name: string) => `${imports.get(alias) ?? alias}.${name}`)
    .replaceAll(/(?<![\w.])[A-Z]\w*/g, (local) => `${own}.${local}`)
    .replaceAll(/\bbyte\b/g, 'uint8')
}

const [, , modules] = process.argv
if (!modules) {
  console.error('uso: node scripts/go-types.ts CARPETA   (la de los módulos de Go, con k8s.io/api@v0.35.1)')
  process.exitCode = 2
} else generate(modules)
