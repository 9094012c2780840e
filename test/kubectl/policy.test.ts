// Who may do what, with kubectl: auth can-i, whoami, tokens, impersonation, and the sentences of quotas and limits.
import { expect, it } from 'vitest'
import { describeKubectl } from './session.ts'

describeKubectl('and permissions', 1, ({ kubectl, output, file, kubeconfig }) => {
  const plain = (line: string): string => line.replaceAll(/ +/g, ' ').trim()

  it('says who one is, and what one may', async () => {
    expect(await output('auth whoami')).toBe(
      'ATTRIBUTE   VALUE\nUsername    kubernetes-admin\nGroups      [system:masters system:authenticated]\n',
    )
    expect(await output('auth can-i create pods')).toBe('yes\n')
    const list = (await output('auth can-i --list')).split('\n').map(plain)
    expect(list.slice(0, 3)).toEqual([
      'Resources Non-Resource URLs Resource Names Verbs',
      '*.* [] [] [*]',
      '[*] [] [*]',
    ])
  })

  it('refuses what no rule allows, in the server’s own words', async () => {
    const list = await kubectl('get pods --as=ana')
    expect(list.stderr).toBe(
      'Error from server (Forbidden): pods is forbidden: User "ana" cannot list resource "pods" in API group "" in the namespace "default"\n',
    )
    const node = await kubectl('get node node-1 --as=ana')
    expect(node.stderr).toBe(
      'Error from server (Forbidden): nodes "node-1" is forbidden: User "ana" cannot get resource "nodes" in API group "" at the cluster scope\n',
    )
    const path = await kubectl('get --raw /metrics --as=ana')
    expect(path.stderr).toBe('Error from server (Forbidden): forbidden: User "ana" cannot get path "/metrics"\n')
    expect((await kubectl('get --raw /livez --as=ana')).stdout).toBe('ok')
    const log = await kubectl('get --raw /api/v1/namespaces/default/pods/web/log --as=ana')
    expect(log.stderr).toBe(
      'Error from server (Forbidden): pods "web" is forbidden: User "ana" cannot get resource "pods/log" in API group "" in the namespace "default"\n',
    )
  })

  it('a role in a namespace reaches what is in it, and no further', async () => {
    await output('create rolebinding ana-edita --clusterrole=edit --user=ana')
    expect(await output('auth can-i create pvc --as=ana')).toBe('yes\n')
    const volumes = await kubectl('auth can-i create pv --as=ana')
    expect(volumes).toEqual({
      code: 1,
      stdout: 'no\n',
      stderr: "Warning: resource 'persistentvolumes' is not namespace scoped\n\n",
    })
    expect((await kubectl('auth can-i create pvc --as=ana -n kube-system')).stdout).toBe('no\n')
    const grant = await kubectl('create rolebinding mia --clusterrole=admin --user=eva --as=ana')
    expect(grant.stderr).toBe(
      'error: failed to create rolebinding: rolebindings.rbac.authorization.k8s.io is forbidden: User "ana" cannot create resource "rolebindings" in API group "rbac.authorization.k8s.io" in the namespace "default"\n',
    )
    const other = await kubectl('get pods --as=ana --as-group=system:masters')
    expect(other.stdout + other.stderr).toBe('No resources found in default namespace.\n')
    expect((await kubectl('get pods --as=eva --as-group=lectores')).code).toBe(1)
  })

  it('nobody grants what they do not have', async () => {
    await output('create role repartidor --verb=create,get --resource=roles,rolebindings')
    await output('create rolebinding eva-reparte --role=repartidor --user=eva')
    const refused = await kubectl('create role mirona --verb=get,list --resource=pods --as=eva')
    expect(refused.stderr).toBe(
      'Error from server (Forbidden): roles.rbac.authorization.k8s.io "mirona" is forbidden: user "eva" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n' +
        '{APIGroups:[""], Resources:["pods"], Verbs:["get" "list"]}\n',
    )
    const bound = await kubectl('create rolebinding suya --role=repartidor --user=ana --as=eva')
    expect(bound.stdout).toBe('rolebinding.rbac.authorization.k8s.io/suya created\n')
  })

  it('reconciles roles and bindings', async () => {
    const path = file(
      'roles.yaml',
      'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: lector, namespace: default}\nrules:\n- {apiGroups: [""], resources: [pods], verbs: [get]}\n',
    )
    expect(await output(`auth reconcile -f ${path}`)).toContain('role.rbac.authorization.k8s.io/lector reconciled\n')
  })

  it('an aggregated role has the rules of those it selects', async () => {
    const path = file(
      'aggregated.yaml',
      'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: mira-nodos, labels: {rbac.authorization.k8s.io/aggregate-to-view: "true"}}\nrules:\n- {apiGroups: [""], resources: [nodes], verbs: [get, list]}\n',
    )
    await output(`apply -f ${path}`)
    await output('create clusterrolebinding luz-mira --clusterrole=view --user=luz')
    await expect
      .poll(async () => (await kubectl('get nodes --as=luz -o name')).stdout, { timeout: 5000 })
      .toBe('node/node-1\n')
  })

  it('a ServiceAccount is who its token says, for as long as it is there', async () => {
    await output('create serviceaccount robot')
    const token = (await output('create token robot')).trim()
    const { users, ...config } = JSON.parse(await output('config view --raw -o json')) as { users: { name: string }[] }
    const bare = file('bare.json', JSON.stringify({ ...config, users: users.map(({ name }) => ({ name, user: {} })) }))
    const asRobot = (line: string) => kubectl(`--kubeconfig=${bare} --token=${token} ${line}`)
    const who = (await asRobot('auth whoami')).stdout.split('\n').map(plain)
    expect(who[1]).toBe('Username system:serviceaccount:default:robot')
    expect(who[3]).toBe('Groups [system:serviceaccounts system:serviceaccounts:default system:authenticated]')
    expect((await asRobot('get pods')).stderr).toBe(
      'Error from server (Forbidden): pods is forbidden: User "system:serviceaccount:default:robot" cannot list resource "pods" in API group "" in the namespace "default"\n',
    )
    await output('delete serviceaccount robot')
    const loggedOut = 'error: You must be logged in to the server (Unauthorized)\n'
    expect((await asRobot('get pods')).stderr).toBe(loggedOut)
    expect((await kubectl(`--kubeconfig=${bare} --token=nada get pods`)).stderr).toBe(loggedOut)
    expect(kubeconfig).not.toBe(bare)
  })

  it('a program in a pod that calls the API is the pod’s ServiceAccount', async () => {
    await output('create serviceaccount lector')
    await output('create rolebinding lector-mira --clusterrole=view --serviceaccount=default:lector')
    const overrides = { spec: { serviceAccountName: 'lector', terminationGracePeriodSeconds: 0 } }
    const run = [
      'run',
      'curioso',
      '--image=busybox:1.36',
      '--overrides',
      JSON.stringify(overrides),
      '--',
      'sleep',
      '1000',
    ]
    await output(run)
    await output('wait --for=condition=Ready pod/curioso --timeout=15s')
    const folder = '/var/run/secrets/kubernetes.io/serviceaccount'
    const asked = (path: string) => {
      const line = `wget -q -O - --no-check-certificate --header "Authorization: Bearer $(cat ${folder}/token)" https://kubernetes.default.svc${path}`
      return kubectl(['exec', 'curioso', '--', 'sh', '-c', line])
    }
    const pods = await asked('/api/v1/namespaces/default/pods')
    expect((JSON.parse(pods.stdout) as { kind: string }).kind).toBe('PodList')
    const secrets = await asked('/api/v1/namespaces/default/secrets')
    expect(secrets.stderr).toBe(
      'wget: server returned error: HTTP/1.1 403 Forbidden\ncommand terminated with exit code 1\n',
    )
    expect((await kubectl('exec curioso -- wget -q -O - https://kubernetes.default.svc/api')).stderr).toContain(
      'HTTP/1.1 401 Unauthorized',
    )
    expect(await output(`exec curioso -- cat ${folder}/namespace`)).toBe('default')
  })

  it('quotas and limits say what is too much', async () => {
    await output('create namespace cuotas')
    const path = file(
      'limits.yaml',
      'apiVersion: v1\nkind: LimitRange\nmetadata: {name: limites, namespace: cuotas}\nspec: {limits: [{type: Container, max: {cpu: "1"}, defaultRequest: {cpu: 100m}}]}\n',
    )
    await output(`apply -f ${path}`)
    await output('create quota cuota --hard=pods=1,requests.cpu=500m -n cuotas')
    await expect
      .poll(async () => (await output('describe quota cuota -n cuotas')).split('\n').map(plain), { timeout: 5000 })
      .toEqual([
        'Name: cuota',
        'Namespace: cuotas',
        'Resource Used Hard',
        '-------- ---- ----',
        'pods 0 1',
        'requests.cpu 0 500m',
        '',
      ])
    await output('run uno --image=busybox:1.36 -n cuotas -- sleep 1000')
    expect(await output('get pod uno -n cuotas -o jsonpath={.metadata.annotations}')).toBe(
      '{"kubernetes.io/limit-ranger":"LimitRanger plugin set: cpu request for container uno; cpu limit for container uno"}',
    )
    const second = await kubectl('run dos --image=busybox:1.36 -n cuotas')
    expect(second.stderr).toBe(
      'Error from server (Forbidden): pods "dos" is forbidden: exceeded quota: cuota, requested: pods=1, used: pods=1, limited: pods=1\n',
    )
    expect(plain((await output('get quota -n cuotas --no-headers')).replace(/\d+s/, 'AGE'))).toBe(
      'cuota pods: 1/1, requests.cpu: 100m/500m AGE',
    )
    const big = ['run', 'tres', '--image=busybox:1.36', '-n', 'cuotas', '--overrides']
    const overrides = {
      spec: { containers: [{ name: 'tres', image: 'busybox:1.36', resources: { limits: { cpu: '2' } } }] },
    }
    expect((await kubectl([...big, JSON.stringify(overrides)])).stderr).toBe(
      'Error from server (Forbidden): pods "tres" is forbidden: maximum cpu usage per Container is 1, but limit is 2\n',
    )
    await output('delete pod uno -n cuotas --now')
    await expect
      .poll(async () => plain((await output('get quota -n cuotas --no-headers')).replace(/\d+s/, 'AGE')), {
        timeout: 5000,
      })
      .toBe('cuota pods: 0/1, requests.cpu: 0/500m AGE')
  })
})
