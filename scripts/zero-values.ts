#!/usr/bin/env node
// Reads from Kubernetes' own Go types which fields are pointers and which are written even when empty, and keeps it in
// sim/generated/zero-values.json: run `node scripts/zero-values.ts MODULES`, MODULES being the folder that holds k8s.io/api@v… .
import { readFileSync, writeFileSync } from 'node:fs'
import type { KubernetesFacts } from '../sim/api/schema.ts'
import type { ZeroValueFacts } from '../sim/api/zero-values.ts'
import { readGoStructs } from './go-structs.ts'

function generate(modules: string): void {
  const generated = new URL('../sim/generated/', import.meta.url)
  const { types } = JSON.parse(readFileSync(new URL('kubernetes.json', generated), 'utf8')) as KubernetesFacts
  const structs = readGoStructs(modules)
  const facts: ZeroValueFacts = {}
  for (const [name, schema] of Object.entries(types)) {
    if (schema.scalar || !structs.has(name)) continue
    const pointers: string[] = []
    const always: string[] = []
    for (const { json, type, omitEmpty, omitZero } of structs.fieldsOf(name)) {
      const known = schema.fields[json]
      if (!known) continue
      const isStruct = !known.list && !known.map && types[known.type] !== undefined
      // omitzero leaves empty structs out too: as a pointer would be.
      const pointer = type.startsWith('*') || omitZero
      if (pointer) pointers.push(json)
      if (pointer && (omitEmpty || omitZero)) continue
      if (!omitEmpty || (isStruct && omitEmpty && !types[known.type]!.scalar)) always.push(json)
      else if (isStruct && ['time', 'microTime', 'quantity', 'intOrString'].includes(types[known.type]!.scalar!))
        always.push(json)
    }
    const meta = always.filter((field) => !(field === 'metadata' && schema.gvk))
    if (pointers.length + meta.length > 0)
      facts[name] = { ...(pointers.length ? { pointers } : {}), ...(meta.length ? { always: meta } : {}) }
  }
  writeFileSync(new URL('zero-values.json', generated), JSON.stringify(facts) + '\n')
}

const [, , modules] = process.argv
if (!modules) {
  console.error('uso: node scripts/zero-values.ts CARPETA   (la de los módulos de Go, con k8s.io/api@v0.35.1)')
  process.exitCode = 2
} else generate(modules)
