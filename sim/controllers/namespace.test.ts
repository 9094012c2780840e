import { describe, expect, it } from 'vitest'
import { configMaps, namespaces, serviceAccounts } from '../api/refs.ts'
import { serverFixture } from './fixture.ts'
import { createNamespaceController } from './namespace.ts'
import { createRootCertificatePublisher } from './root-certificate.ts'
import { createServiceAccountController } from './service-account.ts'

const start = () =>
  serverFixture(createNamespaceController, createServiceAccountController, (context) =>
    createRootCertificatePublisher(context, 'PEM'),
  )

describe('namespaces', () => {
  it('have a default ServiceAccount and the root certificate, which come back when deleted or changed', async () => {
    const { client, clock, errors } = await start()
    await client.create(namespaces, { metadata: { name: 'team' } })
    await clock.advance(0)
    expect(await client.get(serviceAccounts, 'team', 'default')).toBeDefined()
    const published = await client.get(configMaps, 'team', 'kube-root-ca.crt')
    expect(published?.data).toEqual({ 'ca.crt': 'PEM' })
    expect(published?.metadata.annotations).toEqual({
      'kubernetes.io/description':
        'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.',
    })
    await client.delete(serviceAccounts, 'team', 'default')
    await client.update(configMaps, { ...published!, data: { 'ca.crt': 'forged' } })
    await clock.advance(10)
    expect(await client.get(serviceAccounts, 'team', 'default')).toBeDefined()
    expect((await client.get(configMaps, 'team', 'kube-root-ca.crt'))?.data).toEqual({ 'ca.crt': 'PEM' })
    expect(errors).toEqual([])
  })

  it('finish their deletion with everything in them', async () => {
    const { client, clock, errors } = await start()
    await client.create(namespaces, { metadata: { name: 'team' } })
    await client.create(configMaps, { metadata: { namespace: 'team', name: 'settings' } })
    await clock.advance(0)
    await client.delete(namespaces, '', 'team')
    await clock.advance(0)
    expect(await client.get(namespaces, '', 'team')).toBeUndefined()
    expect((await client.list(configMaps, 'team')).items).toEqual([])
    expect(errors).toEqual([])
  })

  it('say what holds them up, and go on when it is gone', async () => {
    const { client, clock } = await start()
    await client.create(namespaces, { metadata: { name: 'team' } })
    await client.create(configMaps, { metadata: { namespace: 'team', name: 'held', finalizers: ['example.com/held'] } })
    await clock.advance(0)
    await client.delete(namespaces, '', 'team')
    await clock.advance(0)
    const { status } = (await client.get(namespaces, '', 'team'))!
    expect(status?.phase).toBe('Terminating')
    expect(
      status?.conditions?.map(({ type, status: is, reason, message }) => `${type}=${is} ${reason}: ${message}`),
    ).toEqual([
      'NamespaceDeletionDiscoveryFailure=False ResourcesDiscovered: All resources successfully discovered',
      'NamespaceDeletionGroupVersionParsingFailure=False ParsedGroupVersions: All legacy kube types successfully parsed',
      'NamespaceDeletionContentFailure=False ContentDeleted: All content successfully deleted, may be waiting on finalization',
      'NamespaceContentRemaining=True SomeResourcesRemain: Some resources are remaining: configmaps. has 1 resource instances',
      'NamespaceFinalizersRemaining=True SomeFinalizersRemain: Some content in the namespace has finalizers remaining: example.com/held in 1 resource instances',
    ])
    const held = await client.get(configMaps, 'team', 'held')
    await client.update(configMaps, { ...held!, metadata: { ...held!.metadata, finalizers: [] } })
    await clock.advance(8_000)
    expect(await client.get(namespaces, '', 'team')).toBeUndefined()
  })
})
