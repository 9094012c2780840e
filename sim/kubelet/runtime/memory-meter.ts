// What the processes of one container and its memory-backed files hold; over the limit the kernel kills all of them. k8s: memory.oom.group of cgroup v2
import type { Bytes } from '../../network/bytes.ts'
import { bytesBelow, type TreeNode } from './file-tree.ts'

export interface MemoryMeter {
  /** Bytes held now. */
  readonly heldBytes: number
  /** True once more than the limit was wanted: then everything was killed. */
  readonly exceeded: boolean
  /** Says how much a process holds now; 0 when it has ended. */
  hold(pid: number, bytes: number): void
  /** A process wants more than we can hold: the end of a container that has a limit. */
  exhaust(): void
  /** Another limit from now on; undefined for none. */
  setLimit(bytes: number | undefined): void
  /** A file on a disk of memory is about to grow. */
  grow(disk: TreeNode, bytes: number): void
}

/** Without a limit of its own a container ends where its node's memory does. */
const unlimitedBytes = 512 * 1024 * 1024
/** What a process takes anyway. */
const processBytes = 512 * 1024

/**
 * @param limitBytes the container's; undefined for none
 * @param disks trees that live in memory
 * @param kill ends every process
 */
export function createMemoryMeter(
  limitBytes: number | undefined,
  disks: readonly TreeNode[],
  kill: () => void,
): MemoryMeter {
  const held = new Map<number, number>()
  let exceeded = false
  const total = (): number =>
    [...held.values()].reduce((sum, bytes) => sum + bytes, 0) + disks.reduce((sum, disk) => sum + bytesBelow(disk), 0)

  function check(more: number): void {
    if (exceeded || processBytes + total() + more <= (limitBytes ?? unlimitedBytes)) return
    exceeded = true
    kill()
  }

  return {
    get heldBytes() {
      return total()
    },
    get exceeded() {
      return exceeded
    },
    hold(pid, bytes) {
      if (bytes === 0) return void held.delete(pid)
      held.set(pid, bytes)
      check(0)
    },
    exhaust() {
      if (limitBytes !== undefined) check(limitBytes)
    },
    setLimit(bytes) {
      limitBytes = bytes
      check(0)
    },
    grow(disk, bytes) {
      if (disks.includes(disk)) check(bytes)
    },
  }
}

/** A block of `/dev/zero`: the same one every time, so that many of them cost nothing. */
export const zeroBlock: Bytes = '\0'.repeat(64 * 1024)

/** Zeros of any length. */
export function zeroBytes(length: number): Bytes {
  return length === zeroBlock.length ? zeroBlock : '\0'.repeat(length)
}

/** Only zeros, as {@link zeroBytes} makes them? */
export function isZeros(data: Bytes): boolean {
  return data === zeroBlock || !/[^\0]/.test(data)
}
