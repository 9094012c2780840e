// Users that a cluster of somebody else's comes to know by a certificate: the administrator asks the cluster itself to sign it.
import { setTimeout as wait } from 'node:timers/promises'
import { CertificatesV1Api, KubeConfig } from '@kubernetes/client-node'
import { type NamedUser, withUsers } from '../kubeconfig.ts'
import type { UserSpec } from '../provider.ts'

const signer = 'kubernetes.io/kube-apiserver-client'
/** A day: labs are shorter. */
const lifeSeconds = 86_400
const signedMaxMs = 30_000
const pollMs = 200

/** The same kubeconfig with a context for each user. Rejects, in Spanish, where the cluster does not sign. */
export async function withSignedUsers(kubeconfig: string, users: UserSpec[]): Promise<string> {
  if (users.length === 0) return kubeconfig
  const config = new KubeConfig()
  config.loadFromString(kubeconfig)
  const api = config.makeApiClient(CertificatesV1Api)
  const signed: NamedUser[] = []
  for (const user of users) signed.push({ name: user.name, user: await certificateOf(api, user) })
  return withUsers(kubeconfig, signed)
}

async function certificateOf(api: CertificatesV1Api, user: UserSpec): Promise<{ certificate: string; key: string }> {
  const { request, key } = await requestOf(user)
  const body = {
    metadata: { generateName: `timonel-${user.name}-` },
    spec: { request: Buffer.from(request).toString('base64'), signerName: signer, usages: ['client auth'] },
  }
  const made = await api.createCertificateSigningRequest({
    body: { ...body, spec: { ...body.spec, expirationSeconds: lifeSeconds } },
  })
  const name = made.metadata!.name!
  try {
    const approval = { type: 'Approved', status: 'True', reason: 'Timonel', message: 'Usuario de un laboratorio' }
    made.status = Object.assign(made.status ?? {}, { conditions: [approval] })
    await api.replaceCertificateSigningRequestApproval({ name, body: made })
    const end = performance.now() + signedMaxMs
    while (performance.now() < end) {
      const { status } = await api.readCertificateSigningRequest({ name })
      if (status?.certificate) return { certificate: Buffer.from(status.certificate, 'base64').toString(), key }
      await wait(pollMs)
    }
  } finally {
    await api.deleteCertificateSigningRequest({ name }).catch(() => {})
  }
  throw new Error(
    `El cluster no ha firmado en ${signedMaxMs / 1000} s el certificado de «${user.name}», que este laboratorio necesita. ` +
      'Usa el motor incorporado: --cluster embedded.',
  )
}

/** A key of theirs, and what the cluster is asked to sign: the name, and an organisation for each group. PEM texts. */
async function requestOf({ name, groups }: UserSpec): Promise<{ request: string; key: string }> {
  // Its reflection is not to be paid for by those who never meet a user.
  await import('reflect-metadata')
  const x509 = await import('@peculiar/x509')
  x509.cryptoProvider.set(crypto)
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    name: [{ CN: [name] }, ...groups.map((group) => ({ O: [group] }))],
    keys,
    signingAlgorithm: algorithm,
  })
  const key = x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY')
  return { request: request.toString('pem'), key }
}
