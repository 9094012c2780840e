// Reading with kubectl: discovery, every form of get, describe, explain, watches.
import { beforeAll, expect, it } from 'vitest'
import { describeKubectl } from './session.ts'

describeKubectl('reads', 0, ({ kubectl, output }) => {
  beforeAll(async () => {
    await output('create configmap settings --from-literal=color=blue')
    await output('label configmap settings tier=web')
  })

  // How wide an age is moves the columns: cells are compared.
  const rows = async (args: string): Promise<string[]> =>
    (await output(args))
      .trimEnd()
      .split('\n')
      .map((line) => line.replaceAll(/ +/g, ' ').replace(/ \d+s\b/, ' AGE'))

  it('version', async () => {
    const { stdout, stderr } = await kubectl('version')
    expect(stdout).toMatch(/^Client Version: v1\.35\.\d+\nKustomize Version: v[\d.]+\nServer Version: v1\.35\.1\n$/)
    expect(stderr).toBe('')
  })

  it('api-resources lists what is served, with short names and verbs', async () => {
    expect(await output('api-resources --api-group=apps')).toBe(
      'NAME                  SHORTNAMES   APIVERSION   NAMESPACED   KIND\n' +
        'controllerrevisions                apps/v1      true         ControllerRevision\n' +
        'daemonsets            ds           apps/v1      true         DaemonSet\n' +
        'deployments           deploy       apps/v1      true         Deployment\n' +
        'replicasets           rs           apps/v1      true         ReplicaSet\n' +
        'statefulsets          sts          apps/v1      true         StatefulSet\n',
    )
    expect(await output('api-resources --namespaced=false --api-group=apiextensions.k8s.io -o name')).toBe(
      'customresourcedefinitions.apiextensions.k8s.io\n',
    )
  })

  it('get as a table, with labels, without headers, wide', async () => {
    expect(await rows('get configmap settings')).toEqual(['NAME DATA AGE', 'settings 1 AGE'])
    expect(await rows('get cm settings --show-labels')).toEqual(['NAME DATA AGE LABELS', 'settings 1 AGE tier=web'])
    expect(await rows('get cm settings --no-headers -L tier')).toEqual(['settings 1 AGE web'])
    expect(await rows('get namespace default -o wide')).toEqual(['NAME STATUS AGE', 'default Active AGE'])
  })

  it('get in every other form', async () => {
    expect(await output('get cm settings -o name')).toBe('configmap/settings\n')
    expect(await output('get cm settings -o jsonpath={.data.color}')).toBe('blue')
    expect(await output(['get', 'cm', 'settings', '-o', 'go-template={{.kind}}/{{.metadata.name}}'])).toBe(
      'ConfigMap/settings',
    )
    expect(await output('get cm settings -o custom-columns=A:.metadata.name,B:.data.color')).toBe(
      'A          B\nsettings   blue\n',
    )
    const object = JSON.parse(await output('get cm settings -o json')) as { metadata: Record<string, string> }
    const { uid, creationTimestamp, resourceVersion } = object.metadata
    expect(object).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      data: { color: 'blue' },
      metadata: {
        name: 'settings',
        namespace: 'default',
        labels: { tier: 'web' },
        uid,
        creationTimestamp,
        resourceVersion,
      },
    })
    expect(await output('get cm settings -o yaml')).toBe(
      `apiVersion: v1\ndata:\n  color: blue\nkind: ConfigMap\nmetadata:\n  creationTimestamp: "${creationTimestamp}"\n` +
        `  labels:\n    tier: web\n  name: settings\n  namespace: default\n  resourceVersion: "${resourceVersion}"\n  uid: ${uid}\n`,
    )
  })

  it('get by selectors, and of several kinds', async () => {
    expect(await output('get cm -l tier=web -o name')).toBe('configmap/settings\n')
    expect(await output('get cm -l tier!=web,!other -o name')).toBe('configmap/kube-root-ca.crt\n')
    expect(await output('get cm --field-selector metadata.name=settings -o name')).toBe('configmap/settings\n')
    expect(await output('get cm/settings ns/default -o name')).toBe('configmap/settings\nnamespace/default\n')
    expect(await output('get cm --chunk-size=1 -o name')).toBe('configmap/kube-root-ca.crt\nconfigmap/settings\n')
  })

  it("what is not there is told in the server's words", async () => {
    expect(await kubectl('get cm nothing')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'Error from server (NotFound): configmaps "nothing" not found\n',
    })
    expect(await kubectl('get pods')).toEqual({
      code: 0,
      stdout: '',
      stderr: 'No resources found in default namespace.\n',
    })
    expect(await kubectl('get gizmos')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'error: the server doesn\'t have a resource type "gizmos"\n',
    })
  })

  it('get -w shows what comes after', async () => {
    const watching = kubectl('get cm -w --watch-only --request-timeout=4s -o name')
    // The watch has begun once the server has seen it: writes go on until one of them shows.
    for (let index = 0; index < 4; index++) await output(`create configmap seen-${index}`)
    const { stdout } = await watching
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('configmap/seen-3')
  })

  it('describe', async () => {
    expect(await output('describe cm settings')).toBe(
      'Name:         settings\nNamespace:    default\nLabels:       tier=web\nAnnotations:  <none>\n\n' +
        'Data\n====\ncolor:\n----\nblue\n\n\nBinaryData\n====\n\nEvents:  <none>\n',
    )
  })

  it('explain knows every field, its type and its values', async () => {
    expect(await output('explain deployment.spec.strategy.type')).toBe(
      'GROUP:      apps\nKIND:       Deployment\nVERSION:    v1\n\nFIELD: type <string>\nENUM:\n    Recreate\n    RollingUpdate\n\n' +
        'DESCRIPTION:\n    <empty>\n\n',
    )
    const pod = await output('explain pod.spec --recursive')
    expect(pod).toContain('    readinessProbe\t<Probe>\n')
    const { stderr } = await kubectl('explain pod.spec.nothing')
    expect(stderr).toBe('error: field "nothing" does not exist\n')
  })

  it('auth and tokens', async () => {
    const [, claims = ''] = (await output('create token default --duration=10m')).trim().split('.')
    const { sub, exp, iat } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown>
    expect([sub, Number(exp) - Number(iat)]).toEqual(['system:serviceaccount:default:default', 600])
    expect(await output('auth can-i delete pods --all-namespaces')).toBe('yes\n')
    expect(await output('auth whoami -o jsonpath={.status.userInfo.groups}')).toBe(
      '["system:masters","system:authenticated"]',
    )
  })
})
