// Which of some rules are not covered by others, each taken apart to the single verb and resource.
// k8s: component-helpers/auth/rbac/validation/policy_comparator.go, pkg/registry/rbac/validation/policy_compact.go
import { goQuoted } from '../../api/decode/json-tree.ts'
import type { PolicyRule } from '../../generated/types.ts'

/** What of `asked` no rule of `owned` covers, put together again where only the verbs differ. */
export function uncoveredRules(owned: readonly PolicyRule[], asked: readonly PolicyRule[]): PolicyRule[] {
  const missing = asked.flatMap(brokenDown).filter((part) => !owned.some((rule) => covers(rule, part)))
  return compacted(missing)
}

function brokenDown({ apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [], verbs }: PolicyRule) {
  const parts: PolicyRule[] = []
  for (const group of apiGroups) {
    for (const resource of resources) {
      for (const verb of verbs) {
        const part = { apiGroups: [group], resources: [resource], verbs: [verb] }
        if (resourceNames.length === 0) parts.push(part)
        else parts.push(...resourceNames.map((name) => ({ ...part, resourceNames: [name] })))
      }
    }
  }
  for (const url of nonResourceURLs) parts.push(...verbs.map((verb) => ({ nonResourceURLs: [url], verbs: [verb] })))
  return parts
}

function covers(owner: PolicyRule, part: PolicyRule): boolean {
  return (
    coversAll(owner.verbs, part.verbs) &&
    coversAll(owner.apiGroups, part.apiGroups) &&
    resourcesCover(owner.resources, part.resources) &&
    urlsCover(owner.nonResourceURLs, part.nonResourceURLs) &&
    namesCover(owner.resourceNames, part.resourceNames)
  )
}

function coversAll(owned: readonly string[] = [], asked: readonly string[] = []): boolean {
  return owned.includes('*') || asked.every((each) => owned.includes(each))
}

function resourcesCover(owned: readonly string[] = [], asked: readonly string[] = []): boolean {
  if (owned.includes('*')) return true
  return asked.every((each) => owned.includes(each) || (each.includes('/') && owned.includes(`*/${afterSlash(each)}`)))
}

function afterSlash(resource: string): string {
  return resource.slice(resource.indexOf('/') + 1)
}

function urlsCover(owned: readonly string[] = [], asked: readonly string[] = []): boolean {
  return asked.every((url) =>
    owned.some((own) => own === '*' || own === url || (own.endsWith('*') && url.startsWith(own.replace(/\*+$/, '')))),
  )
}

/** No names mean all of them. */
function namesCover(owned: readonly string[] = [], asked: readonly string[] = []): boolean {
  if (owned.length === 0) return true
  return asked.length > 0 && asked.every((each) => owned.includes(each))
}

function compacted(rules: PolicyRule[]): PolicyRule[] {
  const byResource = new Map<string, PolicyRule>()
  for (const { verbs, ...rest } of rules) {
    const key = rest.nonResourceURLs ? JSON.stringify([rest, verbs]) : JSON.stringify(rest)
    const known = byResource.get(key)
    byResource.set(key, { ...rest, verbs: [...(known?.verbs ?? []), ...verbs] })
  }
  return [...byResource.values()]
}

/** `{APIGroups:[""], Resources:["pods"], Verbs:["get" "list"]}`. k8s: rbacv1helpers.CompactString */
export function ruleText(rule: PolicyRule): string {
  const fields: [string, readonly string[] | undefined][] = [
    ['APIGroups', rule.apiGroups],
    ['Resources', rule.resources],
    ['NonResourceURLs', rule.nonResourceURLs],
    ['ResourceNames', rule.resourceNames],
    ['Verbs', rule.verbs],
  ]
  const shown = fields.filter(([, values]) => values && values.length > 0)
  return `{${shown.map(([name, values]) => `${name}:${quotedList(values!)}`).join(', ')}}`
}

/** A list as Go prints it with %q. */
export function quotedList(values: readonly string[]): string {
  return `[${values.map(goQuoted).join(' ')}]`
}
