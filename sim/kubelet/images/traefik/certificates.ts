// The certificates that Ingresses name. Whose names a request asks for is not looked up in them: a certificate's own names say so.
import { secrets } from '../../../api/refs.ts'
import type { Context } from '../../../client/context.ts'
import type { TlsPair } from '../../../network/listeners.ts'
import { textOf } from '../../../network/bytes.ts'
import { ownIngresses } from './routing.ts'

/** Those of all Secrets under `tls` of this controller's Ingresses; one that is missing or lacks a key is left out. */
export async function pairsOf(context: Context): Promise<TlsPair[]> {
  const named = ownIngresses(context).flatMap(({ metadata, spec }) =>
    (spec?.tls ?? []).flatMap(({ secretName }) => (secretName ? [`${metadata.namespace}/${secretName}`] : [])),
  )
  const found = await Promise.all(
    [...new Set(named)].map((key) => {
      const [namespace = '', name = ''] = key.split('/')
      return context.client.get(secrets, namespace, name)
    }),
  )
  return found.flatMap((secret) => {
    const { 'tls.crt': certificate, 'tls.key': key } = secret?.data ?? {}
    return certificate && key ? [{ certificate: textOf(atob(certificate)), key: textOf(atob(key)) }] : []
  })
}
