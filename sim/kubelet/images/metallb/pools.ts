// Addresses that MetalLB may give away. Rules: metallb internal/config/config.go, internal/allocator/allocator.go
import type { KubeObject, ResourceRef } from '../../../api/object.ts'
import { formatIp, networkOf, parseCidr, parseIp } from '../../../api/ip-address.ts'

export interface AddressPool extends KubeObject {
  spec?: { addresses?: string[]; autoAssign?: boolean; avoidBuggyIPs?: boolean }
}

export interface Advertisement extends KubeObject {
  spec?: { ipAddressPools?: string[] }
}

export const addressPools = metalLb<AddressPool>('IPAddressPool', 'ipaddresspools')
export const advertisements = metalLb<Advertisement>('L2Advertisement', 'l2advertisements')

/** Addresses of one range that are looked at; more are nobody's need. */
const rangeMax = 65_536

function metalLb<T extends KubeObject>(kind: string, plural: string): ResourceRef<T> {
  return { group: 'metallb.io', version: 'v1beta1', plural, kind, namespaced: true }
}

/** Every address of a pool, in order. Throws with MetalLB's words on what is no range. */
export function addressesOf({ spec = {} }: AddressPool): string[] {
  const all = (spec.addresses ?? []).flatMap((text) => {
    const [first, last] = boundsOf(text)
    return Array.from({ length: Math.min(last - first + 1, rangeMax) }, (_, index) => textOf(first + index))
  })
  return spec.avoidBuggyIPs ? all.filter((address) => !/\.(?:0|255)$/.test(address)) : all
}

/** `192.168.1.50-192.168.1.59`, or a CIDR. */
function boundsOf(text: string): [number, number] {
  const ends = text.split('-').map((part) => part.trim())
  if (ends.length === 2) {
    const [first, last] = ends.map((end) => numberOf(end))
    if (first === undefined || last === undefined) throw new Error(`invalid IP range ${JSON.stringify(text)}`)
    if (last < first) {
      throw new Error(`invalid IP range ${JSON.stringify(text)}: start IP ${ends[0]} is after the end IP ${ends[1]}`)
    }
    return [first, last]
  }
  const range = parseCidr(text.trim())
  if (range?.address.family !== 'IPv4') throw new Error(`invalid CIDR ${JSON.stringify(text)}`)
  const first = numberOf(formatIp({ bytes: networkOf(range) }))!
  return [first, first + 2 ** (32 - range.prefix) - 1]
}

function numberOf(text: string): number | undefined {
  const address = parseIp(text)
  return address?.family === 'IPv4' ? address.bytes.reduce((sum, byte) => sum * 256 + byte, 0) : undefined
}

function textOf(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.')
}
