// One certificate authority for all clusters of a host, and the server certificate that it signs. EC P-256, by WebCrypto.
import { X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** PEM texts; `ca` goes into kubeconfigs, the others into the listener. */
export interface Certificates {
  ca: string
  certificate: string
  key: string
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const yearMs = 365 * 24 * 3600 * 1000

/** The authority kept in `folder`, made on first use and again once it nears its end (10 years). */
export async function loadCertificates(folder: string): Promise<Certificates> {
  const file = (name: string): string => join(folder, name)
  if (['ca.crt', 'server.crt', 'server.key'].every((name) => existsSync(file(name)))) {
    const read = (name: string): string => readFileSync(file(name), 'utf8')
    const kept = { ca: read('ca.crt'), certificate: read('server.crt'), key: read('server.key') }
    const end = Date.parse(new X509Certificate(kept.certificate).validTo)
    if (end - Date.now() > yearMs / 12) return kept
  }
  const made = await makeCertificates()
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeFileSync(file('ca.crt'), made.ca)
  writeFileSync(file('server.crt'), made.certificate)
  writeFileSync(file('server.key'), made.key, { mode: 0o600 })
  return made
}

/** A certificate that nobody vouches for, with its key: what a program makes for itself when it is given none. */
export async function selfSigned(commonName: string): Promise<{ certificate: string; key: string }> {
  await import('reflect-metadata')
  const x509 = await import('@peculiar/x509')
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const made = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: `CN=${commonName}`,
    notBefore: new Date(Date.now() - 3600_000),
    notAfter: new Date(Date.now() + yearMs),
    signingAlgorithm: algorithm,
    keys,
  })
  const key = x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY')
  return { certificate: made.toString('pem') + '\n', key: key + '\n' }
}

async function makeCertificates(): Promise<Certificates> {
  // Loaded only where it is used, once a data folder: it takes longer than all the rest of a start.
  await import('reflect-metadata')
  const x509 = await import('@peculiar/x509')
  const validity = { notBefore: new Date(Date.now() - 3600_000), notAfter: new Date(Date.now() + 10 * yearMs) }
  const authorityKeys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const serverKeys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: 'CN=timonel-ca',
    ...validity,
    signingAlgorithm: algorithm,
    keys: authorityKeys,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
    ],
  })
  const server = await x509.X509CertificateGenerator.create({
    serialNumber: '02',
    subject: 'CN=timonel',
    issuer: authority.subject,
    ...validity,
    signingAlgorithm: algorithm,
    publicKey: serverKeys.publicKey,
    signingKey: authorityKeys.privateKey,
    extensions: [
      new x509.SubjectAlternativeNameExtension([
        { type: 'ip', value: '127.0.0.1' },
        { type: 'ip', value: '::1' },
        { type: 'dns', value: 'localhost' },
      ]),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
    ],
  })
  const key = x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', serverKeys.privateKey), 'PRIVATE KEY')
  return { ca: authority.toString('pem') + '\n', certificate: server.toString('pem') + '\n', key: key + '\n' }
}
