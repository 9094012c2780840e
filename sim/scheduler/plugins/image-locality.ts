// Points for nodes that have the pod's images, unless only few nodes do. k8s: plugins/imagelocality
import type { Pod } from '../../generated/types.ts'
import { pointsMax, scored, type Plugin } from '../plugin.ts'
import type { NodeInfo } from '../snapshot.ts'

const mebibyte = 1024 * 1024
const least = 23 * mebibyte
const mostForContainer = 1000 * mebibyte

export const imageLocality: Plugin = {
  name: 'ImageLocality',
  weight: 1,
  score(pod, feasible, { nodes }) {
    const images = imagesOf(pod)
    const onNodes = new Map(images.map((image) => [image, nodes.filter((node) => sizeOn(node, image) > 0).length]))
    const most = mostForContainer * images.length
    return scored(feasible, (node) => {
      const sum = images.reduce((total, image) => {
        const spread = (onNodes.get(image) ?? 0) / nodes.length
        return total + Math.trunc(sizeOn(node, image) * spread)
      }, 0)
      return Math.trunc((pointsMax * (Math.min(Math.max(sum, least), most) - least)) / (most - least))
    })
  },
}

function imagesOf({ spec }: Pod): string[] {
  const containers = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])]
  return containers.map(({ image = '' }) =>
    image.lastIndexOf(':') <= image.lastIndexOf('/') ? `${image}:latest` : image,
  )
}

function sizeOn({ node }: NodeInfo, image: string): number {
  return node.status?.images?.find(({ names }) => names?.includes(image))?.sizeBytes ?? 0
}
