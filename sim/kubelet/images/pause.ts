// The image of pod sandboxes: does nothing until it is told to end.
import { signals } from '../runtime/process.ts'
import { directory, file } from '../runtime/file-tree.ts'
import { defineImage } from './image.ts'

export const pause = defineImage({
  names: ['registry.k8s.io/pause', 'docker.io/rancher/mirrored-pause'],
  digest: 'sha256:ee6521f290b2168b6e0935a181d4cff9be1ac3f505666ef0e3c98fae8199917a',
  sizeBytes: 320_368,
  entrypoint: ['/pause'],
  user: 65_535,
  programs: {
    async pause(process) {
      await process.until(
        new Promise<void>((resolve) => {
          for (const signal of [signals.TERM!, signals.INT!]) process.onSignal(signal, resolve)
        }),
      )
      return 0
    },
  },
  tree(nowMs) {
    const root = directory(nowMs)
    root.entries.set('pause', { ...file('', nowMs, 0o755), program: 'pause' })
    return root
  },
})
