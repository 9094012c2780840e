// IPv4 addresses of pods: which are free in a node's range.

export interface AddressPool {
  /** The next free address; undefined when the range is used up. */
  take(): string | undefined
  /** Marks an address as used, for pods that had it before a restart. */
  reserve(address: string): void
  release(address: string): void
}

/**
 * A pool over a CIDR such as `10.42.1.0/24`. As the host-local plugin does, it goes round the range, so that an address
 * that became free is the last to be used again; the first address is the bridge's. Throws on what is no IPv4 CIDR.
 */
export function createAddressPool(cidr: string): AddressPool {
  const { first, size } = parseCidr(cidr)
  const used = new Set<string>()
  let next = 2
  return {
    take() {
      for (let tried = 0; tried < size - 3; tried++) {
        const address = addressOf(first + next)
        next = next + 1 > size - 2 ? 2 : next + 1
        if (used.has(address)) continue
        used.add(address)
        return address
      }
      return undefined
    },
    reserve: (address) => void used.add(address),
    release: (address) => void used.delete(address),
  }
}

/** True for dotted quads. */
export function isAddress(text: string): boolean {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)
  return match !== null && match.slice(1).every((part) => Number(part) < 256)
}

export function inCidr(address: string, cidr: string): boolean {
  if (!isAddress(address)) return false
  const { first, size } = parseCidr(cidr)
  const number = numberOf(address)
  return number >= first && number < first + size
}

function parseCidr(cidr: string): { first: number; size: number } {
  const [address = '', bits = ''] = cidr.split('/')
  if (!isAddress(address) || !/^\d+$/.test(bits) || Number(bits) > 32) throw new Error(`"${cidr}" is no IPv4 CIDR`)
  const size = 2 ** (32 - Number(bits))
  return { first: numberOf(address) - (numberOf(address) % size), size }
}

function numberOf(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
}

function addressOf(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.')
}
