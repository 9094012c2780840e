// The addresses that a load balancer gave, as tables show them. k8s: pkg/printers/internalversion/printers.go loadBalancerStatusStringer

/** Each address once, in order, joined by commas; '' for none. */
export function loadBalancerCell(ingress: { ip?: string; hostname?: string }[] | undefined): string {
  const addresses = (ingress ?? []).map(({ ip, hostname }) => ip || hostname).filter((address) => address !== undefined)
  return [...new Set(addresses)].toSorted().join(',')
}
