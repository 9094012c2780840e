// The structs of Kubernetes' own Go types, read from the module cache: what the API description leaves out of them.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A field that JSON sees. */
export interface GoField {
  json: string
  /** As the file writes it: `*metav1.Time`, `[]Container`. */
  type: string
  omitEmpty: boolean
  omitZero: boolean
  /** Go names of the embedded structs that it comes from, outermost first. */
  via: string[]
  /** Package names by the alias that the file gives them. */
  imports: Map<string, string>
}

interface GoStruct {
  fields: (Omit<GoField, 'via'> & { inline: boolean })[]
}

/** Structs by the full name that the API description uses. */
export interface GoStructs {
  has(name: string): boolean
  /** All fields of a struct, those of embedded ones included. */
  fieldsOf(name: string): GoField[]
}

const sources: [prefix: string, glob: string][] = [
  ['io.k8s.api', 'k8s.io/api@v0.35.*/*/v*/types*.go'],
  ['io.k8s.apimachinery.pkg.apis', 'k8s.io/apimachinery@v0.35.*/pkg/apis/*/v*/{types,watch}.go'],
  [
    'io.k8s.apiextensions-apiserver.pkg.apis',
    'k8s.io/apiextensions-apiserver@v0.35.*/pkg/apis/apiextensions/v*/types*.go',
  ],
  ['io.k8s.kube-aggregator.pkg.apis', 'k8s.io/kube-aggregator@v0.35.*/pkg/apis/apiregistration/v*/types.go'],
]

/** Reads the types. `modules` is the folder that holds k8s.io/api@v… . */
export function readGoStructs(modules: string): GoStructs {
  const structs = new Map<string, GoStruct>()
  for (const [prefix, folder] of sources) {
    for (const file of globSync(join(modules, folder))) readFile(file, prefix, structs)
  }
  const fieldsOf = (name: string): GoField[] => {
    const scope = name.slice(0, name.lastIndexOf('.'))
    return (structs.get(name)?.fields ?? []).flatMap(({ inline, ...field }): GoField[] => {
      if (!inline) return [{ ...field, via: [] }]
      const embedded = field.type.replace(/^\*/, '').split('.').at(-1)!
      return fieldsOf(`${scope}.${embedded}`).map((inner) => ({ ...inner, via: [embedded, ...inner.via] }))
    })
  }
  return { has: (name) => structs.has(name), fieldsOf }
}

function readFile(file: string, prefix: string, structs: Map<string, GoStruct>): void {
  const [group, version] = file.split('/').slice(-3)
  const text = readFileSync(file, 'utf8')
  const imports = new Map<string, string>()
  for (const [, alias, path] of text.matchAll(/^(?:import)?\s+(?:(\w+) )?"([\w./-]+)"$/gm)) {
    const last = path!.split('/').at(-1)!
    imports.set(alias ?? last, last)
  }
  let current: GoStruct['fields'] | undefined
  for (const line of text.split('\n')) {
    const open = /^\s*type (\w+) struct \{/.exec(line) ?? /^\t(\w+) struct \{/.exec(line)
    if (open) structs.set(`${prefix}.${group}.${version}.${open[1]}`, { fields: (current = []) })
    else if (/^\t?\}/.test(line)) current = undefined
    const field = /^\s+(?:\w+\s+)?(\S+)\s+`.*json:"([^"]*)"/.exec(line)
    if (!current || !field) continue
    const [json = '', ...options] = field[2]!.split(',')
    if (json === '-') continue
    current.push({
      json,
      type: field[1]!,
      omitEmpty: options.includes('omitempty'),
      omitZero: options.includes('omitzero'),
      inline: options.includes('inline') || json === '',
      imports,
    })
  }
}
