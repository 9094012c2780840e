#!/usr/bin/env node
// Some refusals print Kubernetes' internal Go structs. This reads their fields, in order, from its source and keeps them in
// sim/generated/internal-types.json: run `node scripts/internal-types.ts MODULES`, MODULES being the folder that holds k8s.io/.
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { InternalField, InternalTypes } from '../sim/api/internal-json.ts'

/** The structs that refusals print; those below them come along. */
const roots = [
  'PersistentVolumeSource',
  'PersistentVolumeClaimSpec',
  'VolumeNodeAffinity',
  'ObjectReference',
  'PodSpec',
  'PodTemplateSpec',
]

interface GoField {
  name: string
  type: string
}
interface GoFile {
  structs: Map<string, GoField[]>
  /** Named types that are no structs: `type Protocol string`. */
  aliases: Map<string, string>
}

function generate(modules: string): void {
  const internal = readGo(globSync(join(modules, 'k8s.io/kubernetes@v1.35.*/pkg/apis/core/types.go'))[0]!)
  const jsonNames = readJsonNames(globSync(join(modules, 'k8s.io/api@v0.35.*/core/v1/types.go'))[0]!)
  const result: InternalTypes = {}
  const visit = (name: string): void => {
    if (result[name]) return
    result[name] = []
    result[name] = fieldsOf(name, internal).map(({ owner, field }) => {
      const { pointer, list, map, element } = shapeOf(field.type, internal)
      const known = internal.structs.has(element)
      if (known) visit(element)
      const json = jsonNames.get(`${owner}.${field.name}`) ?? lowerFirst(field.name)
      return compact({ go: field.name, json, type: known ? element : scalarOf(element), pointer, list, map })
    })
  }
  for (const root of roots) visit(root)
  const out = new URL('../sim/generated/internal-types.json', import.meta.url)
  writeFileSync(out, JSON.stringify(result) + '\n')
}

function compact(field: InternalField): InternalField {
  return Object.fromEntries(Object.entries(field).filter(([, value]) => value !== false)) as unknown as InternalField
}

/** An embedded struct's fields stand among those of the one around it. */
function fieldsOf(name: string, file: GoFile): { owner: string; field: GoField }[] {
  return (file.structs.get(name) ?? []).flatMap((field) =>
    field.name === '' ? fieldsOf(field.type, file) : [{ owner: name, field }],
  )
}

function shapeOf(type: string, file: GoFile): { pointer: boolean; list: boolean; map: boolean; element: string } {
  const pointer = type.startsWith('*')
  let rest = pointer ? type.slice(1) : type
  rest = file.aliases.get(rest) ?? rest
  const list = rest.startsWith('[]') && rest !== '[]byte'
  if (list) rest = rest.slice(2)
  const map = /^map\[\w+\]/.test(rest)
  if (map) rest = rest.replace(/^map\[\w+\]/, '')
  rest = rest.replace(/^\*/, '')
  return { pointer, list, map, element: file.aliases.get(rest) ?? rest }
}

function scalarOf(type: string): string {
  if (/^u?int(8|16|32|64)?$|^float/.test(type)) return 'number'
  if (type === 'bool') return 'bool'
  const last = type.split('.').at(-1)!
  const known: Record<string, string> = {
    Quantity: 'quantity',
    IntOrString: 'intOrString',
    Time: 'time',
    LabelSelector: 'json',
  }
  return known[last] ?? (['ObjectMeta', 'TypeMeta'].includes(last) ? 'json' : 'string')
}

function readGo(path: string): GoFile {
  const file: GoFile = { structs: new Map(), aliases: new Map() }
  let current: GoField[] | undefined
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    const open = /^type (\w+) struct \{/.exec(line)
    const alias = /^type (\w+) ([\w.[\]*]+)$/.exec(line)
    if (open) file.structs.set(open[1]!, (current = []))
    else if (alias) file.aliases.set(alias[1]!, alias[2]!)
    else if (line.startsWith('}')) current = undefined
    const field = /^\t(\w+)\s+([\w.[\]*]+)/.exec(line)
    const embedded = /^\t([\w.]+)$/.exec(line)
    if (current && field) current.push({ name: field[1]!, type: field[2]! })
    else if (current && embedded) current.push({ name: '', type: embedded[1]! })
  }
  return file
}

/** `Struct.GoField` to the name in JSON, from the versioned types. */
function readJsonNames(path: string): Map<string, string> {
  const names = new Map<string, string>()
  let owner = ''
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    owner = /^type (\w+) struct \{/.exec(line)?.[1] ?? owner
    const field = /^\t(\w+)\s+\S+\s+`.*json:"([^",]+)/.exec(line)
    if (field) names.set(`${owner}.${field[1]!}`, field[2]!)
  }
  return names
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1)
}

const [, , modules] = process.argv
if (!modules) {
  console.error(
    'uso: node scripts/internal-types.ts CARPETA   (la de los módulos de Go, con k8s.io/kubernetes@v1.35.1)',
  )
  process.exitCode = 2
} else generate(modules)
