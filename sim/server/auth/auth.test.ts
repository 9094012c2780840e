// Who asks and may they: the parts of a request, tokens and what ends them, impersonation, escalation.
import { describe, expect, it } from 'vitest'
import type { KubeObject, ResourceRef } from '../../api/object.ts'
import { clusterRoleBindings, clusterRoles, namespaces, pods, roles, serviceAccounts } from '../../api/refs.ts'
import type { UserInfo } from '../../api/user.ts'
import { fakeClock } from '../../clock.ts'
import type { ServiceAccount } from '../../generated/types.ts'
import { seededRandom } from '../../random.ts'
import { resources } from '../../resources/index.ts'
import { createStore } from '../../store/store.ts'
import { createApi } from '../api-server.ts'
import { administrator, createAuth } from './auth.ts'
import { attributesOf } from './request-attributes.ts'
import { newSigningKey } from './signer.ts'

const asked = (method: string, path: string): unknown => {
  const {
    verb,
    group,
    resource,
    subresource,
    namespace,
    name,
    path: url,
  } = attributesOf(method, new URL(path, 'https://c'))
  return [verb, url || `${resource}${subresource && `/${subresource}`}.${group}`, namespace, name]
}

describe('what a request is about', () => {
  it.each([
    ['GET', '/api/v1/pods', ['list', 'pods.', '', '']],
    ['GET', '/api/v1/namespaces/a/pods?watch=true', ['watch', 'pods.', 'a', '']],
    ['GET', '/api/v1/namespaces/a/pods?fieldSelector=metadata.name%3Dp', ['list', 'pods.', 'a', 'p']],
    ['GET', '/api/v1/namespaces/a/pods/p/log', ['get', 'pods/log.', 'a', 'p']],
    ['POST', '/apis/apps/v1/namespaces/a/deployments', ['create', 'deployments.apps', 'a', '']],
    ['DELETE', '/apis/apps/v1/namespaces/a/deployments', ['deletecollection', 'deployments.apps', 'a', '']],
    ['PATCH', '/apis/apps/v1/namespaces/a/deployments/d/scale', ['patch', 'deployments/scale.apps', 'a', 'd']],
    ['GET', '/api/v1/namespaces/a', ['get', 'namespaces.', 'a', 'a']],
    ['PUT', '/api/v1/namespaces/a/finalize', ['update', 'namespaces/finalize.', 'a', 'a']],
    ['GET', '/apis/apps/v1', ['get', '/apis/apps/v1', '', '']],
    ['GET', '/healthz', ['get', '/healthz', '', '']],
  ])('%s %s', (method, path, expected) => expect(asked(method, path)).toEqual(expected))
})

async function open(signingKey?: JsonWebKey) {
  const clock = fakeClock()
  const store = createStore<KubeObject>({ historyMax: 100, onListenerError: () => undefined })
  const machine = { store, clock, random: seededRandom(1) }
  const api = createApi(machine)
  const auth = createAuth(machine, {
    bearers: [{ token: 'admin', user: administrator }],
    ...(signingKey ? { signingKey } : {}),
  })
  const create = (ref: ResourceRef, object: object, user?: UserInfo): KubeObject => {
    const strategy = resources.find((each) => each.ref.plural === ref.plural)!
    const target = { strategy, namespace: ref.namespaced ? 'default' : '', name: '', subresource: '' }
    return api.create(target, object as KubeObject, user ? { user } : {})
  }
  create(namespaces, { metadata: { name: 'default' } })
  const account = create(serviceAccounts, { metadata: { name: 'robot' } }) as ServiceAccount
  const admit = async (headers: Record<string, string>, path = '/api/v1/pods'): Promise<string> => {
    const url = new URL(path, 'https://cluster')
    return auth.admit(new Request(url, { headers }), url).then(
      ({ username, groups }) => `${username} ${groups.join(' ')}`,
      (error: unknown) => (error as Error).message,
    )
  }
  const remove = (ref: ResourceRef, name: string): void => {
    const strategy = resources.find((each) => each.ref.plural === ref.plural)!
    api.delete({ strategy, namespace: ref.namespaced ? 'default' : '', name, subresource: '' }, {})
  }
  const token = async (spec: object): Promise<string> => {
    const answer = await auth.requestToken(account, { metadata: {}, spec } as never)
    return (answer as unknown as { status: { token: string } }).status.token
  }
  return { clock, auth, create, admit, remove, token }
}

describe('tokens', () => {
  it('stand for their account until their time is over', async () => {
    const { admit, token, clock } = await open()
    const headers = { authorization: `Bearer ${await token({ expirationSeconds: 600 })}` }
    expect(await admit(headers)).toBe(
      'pods is forbidden: User "system:serviceaccount:default:robot" cannot list resource "pods" in API group "" at the cluster scope',
    )
    await clock.advance(601_000)
    expect(await admit(headers)).toBe('Unauthorized')
    await expect(token({ expirationSeconds: 10 })).rejects.toThrow('may not specify a duration less than 10 minutes')
  })

  it('end with the pod that they are bound to; another audience does not open the API', async () => {
    const { admit, token, create, remove } = await open()
    create(pods, {
      metadata: { name: 'p' },
      spec: { serviceAccountName: 'robot', containers: [{ name: 'c', image: 'i' }] },
    })
    const bound = {
      authorization: `Bearer ${await token({ boundObjectRef: { kind: 'Pod', apiVersion: 'v1', name: 'p' } })}`,
    }
    expect(await admit(bound)).toContain('system:serviceaccount:default:robot')
    remove(pods, 'p')
    expect(await admit(bound)).toBe('Unauthorized')
    expect(await admit({ authorization: `Bearer ${await token({ audiences: ['otro'] })}` })).toBe('Unauthorized')
  })

  it('of a kept key are believed again, of another key or altered never', async () => {
    const key = await newSigningKey()
    const first = await open(key)
    const given = await first.token({})
    // The same seed makes the same uids: only the key tells the clusters apart.
    expect(await (await open(key)).admit({ authorization: `Bearer ${given}` })).toContain('system:serviceaccount')
    expect(await (await open()).admit({ authorization: `Bearer ${given}` })).toBe('Unauthorized')
    const [head, body, signature] = given.split('.')
    expect(await first.admit({ authorization: `Bearer ${head}.${body}A.${signature}` })).toBe('Unauthorized')
  })
})

describe('impersonation', () => {
  it('is for who may; groups come with the account or are given', async () => {
    const { admit, token } = await open()
    const as = (more: Record<string, string>): Promise<string> =>
      admit({ authorization: 'Bearer admin', ...more }, '/livez')
    expect(await as({ 'impersonate-user': 'ana', 'impersonate-group': 'system:masters' })).toBe(
      'ana system:masters system:authenticated',
    )
    expect(await as({ 'impersonate-user': 'ana' })).toBe('forbidden: User "ana" cannot get path "/livez"')
    expect(await as({ 'impersonate-group': 'x' })).toBe('requested [groups x] without impersonating a user')
    const robot = { authorization: `Bearer ${await token({})}`, 'impersonate-user': 'ana' }
    expect(await admit(robot)).toBe(
      'users "ana" is forbidden: User "system:serviceaccount:default:robot" cannot impersonate resource "users" in API group "" at the cluster scope',
    )
  })
})

it('a binding to a role that is not there gives nothing, and the refusal says so', async () => {
  const { create, auth } = await open()
  const subjects = [{ kind: 'User', name: 'eva' }]
  create(clusterRoleBindings, { metadata: { name: 'b' }, subjects, roleRef: { kind: 'ClusterRole', name: 'nada' } })
  const eva = { username: 'eva', groups: [] }
  expect(auth.decide(eva, attributesOf('GET', new URL('https://c/api/v1/pods')))).toEqual({
    allowed: false,
    reason: 'RBAC: clusterrole.rbac.authorization.k8s.io "nada" not found',
  })
})

describe('escalation', () => {
  const user: UserInfo = { username: 'eva', groups: ['system:authenticated'] }
  const rule = (verbs: string[], resources: string[], group = ''): object => ({ apiGroups: [group], resources, verbs })
  const rbac = 'rbac.authorization.k8s.io'

  it('nobody writes a role with more than they have, unless they may escalate', async () => {
    const { create } = await open()
    const grant = (name: string, rules: object[]): void => {
      create(clusterRoles, { metadata: { name }, rules })
      const subjects = [{ kind: 'User', name: 'eva' }]
      create(clusterRoleBindings, { metadata: { name }, subjects, roleRef: { kind: 'ClusterRole', name } })
    }
    grant('lee-pods', [rule(['get', 'list'], ['pods'])])
    const write = (name: string, rules: object[]): KubeObject => create(roles, { metadata: { name }, rules }, user)
    expect(write('bien', [rule(['get'], ['pods'])]).metadata.name).toBe('bien')
    expect(() => write('mal', [rule(['get', 'delete'], ['pods', 'secrets'])])).toThrow(
      'roles.rbac.authorization.k8s.io "mal" is forbidden: user "eva" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n' +
        '{APIGroups:[""], Resources:["pods"], Verbs:["delete"]}\n' +
        '{APIGroups:[""], Resources:["secrets"], Verbs:["get" "delete"]}',
    )
    grant('escala', [rule(['escalate'], ['roles'], rbac)])
    expect(write('mal', [rule(['*'], ['*'])]).metadata.name).toBe('mal')
  })
})
