#!/usr/bin/env node
// Reads from Kubernetes' own Go types how its decoder names each field's type and which fields stand in an embedded struct,
// and keeps what the API description does not say in sim/generated/go-types.json:
// run `node scripts/go-types.ts MODULES`, MODULES being the folder that holds k8s.io/api@v… .
import { readFileSync, writeFileSync } from 'node:fs'
import { derivedGoType, type GoTypeFacts } from '../sim/api/go-types.ts'
import type { KubernetesFacts } from '../sim/api/schema.ts'
import { readGoStructs, type GoField } from './go-structs.ts'

function generate(modules: string): void {
  const generated = new URL('../sim/generated/', import.meta.url)
  const { types } = JSON.parse(readFileSync(new URL('kubernetes.json', generated), 'utf8')) as KubernetesFacts
  const structs = readGoStructs(modules)
  const facts: GoTypeFacts = { types: {}, embedded: {} }
  for (const [name, schema] of Object.entries(types)) {
    for (const field of structs.fieldsOf(name)) {
      const { json, via } = field
      const known = schema.fields[json]
      if (!known) continue
      const goType = printed(field, name)
      if (goType !== derivedGoType(known)) (facts.types[name] ??= {})[json] = goType
      if (via.length > 0 && via[0] !== 'TypeMeta') (facts.embedded[name] ??= {})[json] = via.join('.')
    }
  }
  writeFileSync(new URL('go-types.json', generated), JSON.stringify(facts) + '\n')
}

/** The type as Go prints it: its package's own name in front, `byte` as what it is. */
function printed({ type, imports }: GoField, owner: string): string {
  const own = owner.split('.').at(-2)!
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
