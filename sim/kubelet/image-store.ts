// The images of one node: which are there, and how others are pulled. k8s: pkg/kubelet/images/image_manager.go
import { sleep, type Clock } from '../clock.ts'
import type { Container, Pod } from '../generated/types.ts'
import { createBackOff } from './back-off.ts'
import type { Image } from './images/image.ts'
import { broughtImages, type BroughtImage } from './images/brought.ts'
import { findImage, pullError } from './images/index.ts'
import { parseImage, type ImageReference } from './images/reference.ts'
import type { EventRecorder } from '../client/event-recorder.ts'

/** An image that a container can use. */
export interface PresentImage {
  image: Image
  reference: ImageReference
}

/** Why there is none; `reason` is what the container's status shows. */
interface ImageFailure {
  reason: string
  message: string
  /** When it may be tried again, in milliseconds from now. */
  retryMs?: number
  /** False for what has been told before. */
  isNews?: boolean
}

export interface ImageStore {
  /** The container's image, pulled when its policy asks for that. Writes the events of it. */
  ensure(pod: Pod, container: Container, fieldPath: string, signal: AbortSignal): Promise<PresentImage | ImageFailure>
}

/** What a pull takes: the registry's answer, and then so many bytes a second. */
const resolveMs = 40
const bytesPerMs = 2_000_000
const pullBackOff = { initialMs: 10_000, maxMs: 300_000 }

/**
 * @param preloaded full names that are there from the start
 * @param brought images that no registry has and every node does
 */
export function createImageStore(
  clock: Clock,
  recorder: EventRecorder,
  preloaded: string[],
  brought: readonly BroughtImage[] = [],
): ImageStore {
  const own = broughtImages(brought)
  const present = new Set<string>()
  const failures = new Map<string, { message: string; atMs: number; told: boolean }>()
  const backOff = createBackOff(clock, pullBackOff)
  for (const name of [...preloaded, ...brought.map(({ image }) => image)]) {
    const reference = parseImage(name)
    if (typeof reference !== 'string') present.add(reference.full)
  }

  async function ensure(
    pod: Pod,
    container: Container,
    fieldPath: string,
    signal: AbortSignal,
  ): Promise<PresentImage | ImageFailure> {
    const name = container.image ?? ''
    const event = (type: 'Normal' | 'Warning', reason: string, message: string): void =>
      recorder.event(pod, type, reason, message, fieldPath)
    const reference = parseImage(name)
    if (typeof reference === 'string') {
      const message = `Failed to apply default image tag "${name}": couldn't parse image name "${name}": ${reference}`
      event('Warning', 'InspectFailed', message)
      return { reason: 'InvalidImageName', message }
    }
    const image = own.get(reference.full) ?? findImage(reference)
    const policy = container.imagePullPolicy ?? (reference.tag === 'latest' ? 'Always' : 'IfNotPresent')
    if (image && present.has(reference.full) && policy !== 'Always') {
      event('Normal', 'Pulled', `Container image "${name}" already present on machine and can be accessed by the pod`)
      return { image, reference }
    }
    if (policy === 'Never') {
      const message = `Container image "${name}" is not present with pull policy of Never`
      event('Warning', 'ErrImageNeverPull', message)
      return { reason: 'ErrImageNeverPull', message }
    }
    return pull(pod, name, reference, image, event, signal)
  }

  async function pull(
    pod: Pod,
    name: string,
    reference: ImageReference,
    image: Image | undefined,
    event: (type: 'Normal' | 'Warning', reason: string, message: string) => void,
    signal: AbortSignal,
  ): Promise<PresentImage | ImageFailure> {
    const key = `${pod.metadata.uid}_${name}`
    const failed = failures.get(key)
    const waitMs = failed ? backOff.remaining(key, failed.atMs) : 0
    if (failed && waitMs > 0) {
      const isNews = !failed.told
      if (isNews) event('Normal', 'BackOff', `Back-off pulling image "${name}"`)
      failed.told = true
      return {
        isNews,
        reason: 'ImagePullBackOff',
        message: `Back-off pulling image "${name}": ErrImagePull: ${failed.message}`,
        retryMs: waitMs,
      }
    }
    event('Normal', 'Pulling', `Pulling image "${name}"`)
    const beganMs = clock.now()
    const known = present.has(reference.full)
    await sleep(clock, resolveMs + (image && !known ? image.sizeBytes / bytesPerMs : 0), signal)
    if (!image) {
      const message = pullError(reference)
      event('Warning', 'Failed', `Failed to pull image "${name}": ${message}`)
      backOff.next(key, clock.now())
      failures.set(key, { message, atMs: clock.now(), told: false })
      return { reason: 'ErrImagePull', message, retryMs: backOff.delay(key) }
    }
    present.add(reference.full)
    failures.delete(key)
    const took = `${Math.round(clock.now() - beganMs)}ms`
    event(
      'Normal',
      'Pulled',
      `Successfully pulled image "${name}" in ${took} (${took} including waiting). Image size: ${image.sizeBytes} bytes.`,
    )
    return { image, reference }
  }

  return { ensure }
}
