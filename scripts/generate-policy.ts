#!/usr/bin/env node
// Makes sim/generated/policy.json: the roles and bindings that a real API server makes for itself when it starts.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

interface Listed {
  items: {
    kind: string
    metadata: {
      name: string
      namespace?: string
      labels?: Record<string, string>
      annotations?: Record<string, string>
    }
    [field: string]: unknown
  }[]
}

const usage = `uso: node scripts/generate-policy.ts FICHERO…
  FICHERO   lo que dicen, recién arrancado un servidor, «kubectl get clusterroles,clusterrolebindings -o json»
            y «kubectl get roles,rolebindings -A -o json»`

const paths = process.argv.slice(2)
if (paths.length === 0) throw new Error(usage)
const items = paths.flatMap((path) => (JSON.parse(readFileSync(path, 'utf8')) as Listed).items)
const kept = items
  // Those alone are the server's own.
  .filter(({ metadata }) => metadata.labels?.['kubernetes.io/bootstrapping'] === 'rbac-defaults')
  .map(({ kind, metadata: { name, namespace, labels, annotations }, ...rest }) => {
    const { apiVersion: _apiVersion, ...own } = rest
    return { kind, metadata: { name, ...(namespace ? { namespace } : {}), labels, annotations }, ...own }
  })
writeFileSync(join(import.meta.dirname, '..', 'sim', 'generated', 'policy.json'), `${JSON.stringify(kept)}\n`)
console.log(`${kept.length} roles y vínculos`)
