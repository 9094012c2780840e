// Names of the chains that kube-proxy writes. k8s: pkg/proxy/iptables/proxier.go, portProtoHash
import { createHash } from 'node:crypto'

export type ServiceChain = 'KUBE-SVC' | 'KUBE-SVL' | 'KUBE-EXT' | 'KUBE-FW'

/** @param servicePort `default/wordpress:http`, without the colon where the port has no name. @param protocol in lower case */
export function serviceChain(kind: ServiceChain, servicePort: string, protocol: string): string {
  return `${kind}-${hash(servicePort + protocol)}`
}

/** @param endpoint `10.10.2.102:3306` */
export function endpointChain(servicePort: string, protocol: string, endpoint: string): string {
  return `KUBE-SEP-${hash(servicePort + protocol + endpoint)}`
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const length = 16

/** The first 16 digits in base 32 (RFC 4648): a chain's name may have 28 characters. */
function hash(text: string): string {
  const bytes = createHash('sha256').update(text).digest()
  let name = ''
  let bits = 0
  let value = 0
  for (let at = 0; name.length < length;) {
    if (bits < 5) {
      value = ((value << 8) | bytes[at++]!) & 0xffff
      bits += 8
    }
    bits -= 5
    name += digits[(value >> bits) & 31]!
  }
  return name
}
