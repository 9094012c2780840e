// One stream of a container for several readers: its log always, and whoever is attached.
import type { ByteSink, ByteSource } from '../network/pipe.ts'

/** A sink that copies what it is given. Closing it ends the copies, not the first sink. */
export interface Broadcast extends ByteSink {
  /** Adds a reader; one that has gone is forgotten at the next write. */
  add(sink: ByteSink): void
}

/** @param first takes everything, and alone says whether somebody reads */
export function createBroadcast(first: ByteSink): Broadcast {
  const others = new Set<ByteSink>()
  let closed = false
  return {
    add(sink) {
      if (closed) sink.close()
      else others.add(sink)
    },
    async write(bytes) {
      const open = await first.write(bytes)
      for (const sink of others) if (!(await sink.write(bytes))) others.delete(sink)
      return open
    },
    close() {
      closed = true
      for (const sink of others) sink.close()
      others.clear()
    },
  }
}

/** Passes on what comes until one side ends. */
export async function pump(source: ByteSource, sink: ByteSink): Promise<void> {
  for (let part = await source.read(); part !== undefined; part = await source.read()) {
    if (!(await sink.write(part))) return source.cancel()
  }
}
