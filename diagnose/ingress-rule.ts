// Which requests a rule of an Ingress takes: the one statement of it, for whoever explains, translates or answers.

/** Whether a rule's host takes a name, both in one case; `*.x` takes one label in front. (k8s: networking/v1 IngressRule.Host) */
export function hostMatches(rule: string, host: string): boolean {
  if (!rule.startsWith('*.')) return rule === host
  const dot = host.indexOf('.')
  return dot > 0 && host.slice(dot) === rule.slice(1)
}

/** Whether a path of a rule takes a request's path; ImplementationSpecific is by characters, as Traefik does. (k8s: networking/v1 PathType) */
export function pathMatches({ path = '/', pathType }: { path?: string; pathType?: string }, asked: string): boolean {
  if (pathType === 'Exact') return path === asked
  if (pathType === 'ImplementationSpecific') return asked.startsWith(path)
  const prefix = path.replace(/\/+$/, '')
  return prefix === '' || asked === prefix || asked.startsWith(`${prefix}/`)
}
