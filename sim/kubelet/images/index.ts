// The images that can be pulled, and what a registry answers for others.
import { applets } from '../applets/index.ts'
import type { Program } from '../runtime/process.ts'
import { agnhost } from './agnhost.ts'
import { apache } from './httpd.ts'
import { busybox } from './busybox.ts'
import { clusterAutoscaler } from './cluster-autoscaler.ts'
import { coredns } from './coredns.ts'
import { httpEcho } from './http-echo.ts'
import type { Image } from './image.ts'
import { localPathProvisioner } from './local-path-provisioner.ts'
import { mariadb } from './mariadb.ts'
import { metalLbController, metalLbSpeaker } from './metallb.ts'
import { metricsServer } from './metrics-server.ts'
import { nginx } from './nginx.ts'
import { elasticsearch } from './elasticsearch.ts'
import { kibana } from './kibana.ts'
import { memcached } from './memcached.ts'
import { minio } from './minio.ts'
import { nextcloud } from './nextcloud.ts'
import { oracle } from './oracle.ts'
import { phpMyAdmin } from './phpmyadmin.ts'
import { postgres } from './postgres.ts'
import { weblogic } from './weblogic.ts'
import { pause } from './pause.ts'
import { redis } from './redis.ts'
import type { ImageReference } from './reference.ts'
import { traefik } from './traefik.ts'
import { wordpress } from './wordpress.ts'

const images: Image[] = [
  agnhost,
  busybox,
  nginx,
  apache,
  redis,
  mariadb,
  wordpress,
  httpEcho,
  elasticsearch,
  kibana,
  memcached,
  minio,
  nextcloud,
  oracle,
  phpMyAdmin,
  postgres,
  weblogic,
  pause,
  traefik,
  localPathProvisioner,
  coredns,
  metricsServer,
  clusterAutoscaler,
  metalLbController,
  metalLbSpeaker,
]

const byName = new Map(images.flatMap((image) => image.names.map((name) => [name, image] as const)))

/** Every program of every image by name; busybox' commands among them. */
export const programs: ReadonlyMap<string, Program> = new Map([
  ...applets,
  ...images.flatMap((image) => Object.entries(image.programs ?? {})),
])

/** A tag that looks like a release of the software: `1`, `1.36`, `8.3-fpm-alpine`, or a word that projects use. */
const plausibleTag =
  /^(?:v?\d[\w.-]*|latest|stable|mainline|alpine|musl|glibc|uclibc|perl|lts|apache|[a-z]+-alpine[\d.]*)$/

/** The image behind a reference; undefined when no registry has it. */
export function findImage(reference: ImageReference): Image | undefined {
  const image = byName.get(reference.name)
  return image && plausibleTag.test(reference.tag) ? image : undefined
}

/** Why a reference cannot be pulled, in containerd's words as the kubelet passes them on. */
export function pullError(reference: ImageReference): string {
  const resolving = `failed to pull and unpack image "${reference.full}": failed to resolve reference "${reference.full}"`
  const registry = reference.name.split('/')[0]!
  if (byName.has(reference.name)) return `rpc error: code = NotFound desc = ${resolving}: ${reference.full}: not found`
  if (['docker.io', 'ghcr.io', 'quay.io', 'registry.k8s.io', 'gcr.io'].includes(registry)) {
    return `${resolving}: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed`
  }
  const path = reference.name.slice(registry.length + 1)
  return `${resolving}: failed to do request: Head "https://${registry}/v2/${path}/manifests/${reference.tag}": dial tcp: lookup ${registry}: no such host`
}
