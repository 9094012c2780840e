// Writing with kubectl: create, apply both ways, edit, patch, replace, label, annotate, diff, delete.
import { expect, it } from 'vitest'
import { describeKubectl } from './session.ts'

const configMap = (data: Record<string, string>): string =>
  JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'applied' }, data })

describeKubectl('writes', 0, ({ kubectl, output, file }) => {
  it('create, whose bodies are protobuf for most kinds', async () => {
    expect(await output('create namespace team')).toBe('namespace/team created\n')
    expect(await output('create configmap one --from-literal=a=1')).toBe('configmap/one created\n')
    expect(await output('create secret generic two --from-literal=b=2')).toBe('secret/two created\n')
    expect(await output('get secret two -o jsonpath={.data.b}/{.type}')).toBe('Mg==/Opaque')
    expect(await output('create deployment web --image=nginx --replicas=0 --dry-run=server -o name')).toBe(
      'deployment.apps/web\n',
    )
    expect(await output('create service clusterip three --tcp=80:8080')).toBe('service/three created\n')
    expect(await output('create ingress four --rule=a.example/=three:80')).toBe(
      'ingress.networking.k8s.io/four created\n',
    )
    expect(await kubectl('create configmap one')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'error: failed to create configmap: configmaps "one" already exists\n',
    })
    expect(await kubectl('create configmap one -n nowhere')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'error: failed to create configmap: namespaces "nowhere" not found\n',
    })
  })

  it('apply: created, unchanged, configured; what is left out goes', async () => {
    const path = file('applied.json', configMap({ a: '1', b: '2' }))
    expect(await output(`diff -f ${path}`).catch(() => 'differs')).toBe('differs')
    expect(await output(`apply -f ${path}`)).toBe('configmap/applied created\n')
    expect(await output(`apply -f ${path}`)).toBe('configmap/applied unchanged\n')
    expect(await output(`diff -f ${path}`)).toBe('')
    file('applied.json', configMap({ a: '3' }))
    expect(await output(`apply -f ${path}`)).toBe('configmap/applied configured\n')
    expect(await output('get cm applied -o jsonpath={.data}')).toBe('{"a":"3"}')
  })

  it('apply refuses unknown fields, all documents but the bad one are applied', async () => {
    const documents =
      '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"good"}}\n---\n' +
      '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"bad"},"dato":{}}\n'
    expect(await kubectl('apply -f -', documents)).toEqual({
      code: 1,
      stdout: 'configmap/good created\n',
      stderr:
        'Error from server (BadRequest): error when creating "STDIN": ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "dato"\n',
    })
  })

  it('apply --server-side: owners, conflicts, force', async () => {
    const mine = configMap({ color: 'red' }).replace('applied', 'owned')
    const theirs = configMap({ color: 'green' }).replace('applied', 'owned')
    expect(await output('apply --server-side --field-manager=mine -f -', mine)).toBe(
      'configmap/owned serverside-applied\n',
    )
    expect(await kubectl('apply --server-side --field-manager=theirs -f -', theirs)).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'error: Apply failed with 1 conflict: conflict with "mine": .data.color\n' +
        'Please review the fields above--they currently have other managers. Here\n' +
        'are the ways you can resolve this warning:\n' +
        '* If you intend to manage all of these fields, please re-run the apply\n' +
        '  command with the `--force-conflicts` flag.\n' +
        '* If you do not intend to manage all of the fields, please edit your\n' +
        '  manifest to remove references to the fields that should keep their\n' +
        '  current managers.\n' +
        '* You may co-own fields by updating your manifest to match the existing\n' +
        "  value; in this case, you'll become the manager if the other manager(s)\n" +
        '  stop managing the field (remove it from their configuration).\n' +
        'See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts\n',
    })
    expect(await output('apply --server-side --field-manager=theirs --force-conflicts -f -', theirs)).toBe(
      'configmap/owned serverside-applied\n',
    )
    const managers = await output(
      'get cm owned --show-managed-fields -o jsonpath={range.metadata.managedFields[*]}{.manager}:{.operation},{end}',
    )
    expect(managers).toBe('theirs:Apply,')
  })

  it('patch in its three forms', async () => {
    await output('create configmap patched --from-literal=a=1')
    const patch = (type: string, body: string): Promise<string> =>
      output(['patch', 'cm', 'patched', `--type=${type}`, '-p', body])
    expect(await patch('strategic', '{"data":{"b":"2"}}')).toBe('configmap/patched patched\n')
    expect(await patch('merge', '{"data":{"a":null}}')).toBe('configmap/patched patched\n')
    expect(await patch('merge', '{"data":{"a":null}}')).toBe('configmap/patched patched (no change)\n')
    expect(await patch('json', '[{"op":"replace","path":"/data/b","value":"3"}]')).toBe('configmap/patched patched\n')
    expect(await output('get cm patched -o jsonpath={.data}')).toBe('{"b":"3"}')
    expect(
      await kubectl(['patch', 'cm', 'patched', '--type=json', '-p', '[{"op":"test","path":"/data/b","value":"x"}]']),
    ).toEqual({
      code: 1,
      stdout: '',
      stderr: 'The request is invalid: the server rejected our request due to an error in our request\n',
    })
  })

  it('edit, label, annotate, replace', async () => {
    await output('create configmap changed --from-literal=a=1')
    expect(await output('label cm changed tier=web')).toBe('configmap/changed labeled\n')
    expect(await output('label cm changed tier-')).toBe('configmap/changed unlabeled\n')
    expect(await output('annotate cm changed note=yes')).toBe('configmap/changed annotated\n')
    const editor = file('editor.sh', '#!/bin/sh\nsed -i "s/a: \\"1\\"/a: \\"2\\"/" "$1"\n')
    process.env['KUBE_EDITOR'] = `sh ${editor}`
    expect(await output('edit cm changed')).toBe('configmap/changed edited\n')
    const live = await output('get cm changed -o json')
    expect(await output('replace -f -', live.replace('"2"', '"3"'))).toBe('configmap/changed replaced\n')
    // The same again carries an old resourceVersion.
    expect(await kubectl('replace -f -', live)).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'Error from server (Conflict): error when replacing "STDIN": Operation cannot be fulfilled on configmaps "changed": the object has been modified; please apply your changes to the latest version and try again\n',
    })
    expect(await output('get cm changed -o jsonpath={.data.a}/{.metadata.annotations.note}')).toBe('3/yes')
  })

  it('delete: one, by label, a namespace with what is in it', async () => {
    await output('create configmap gone')
    expect(await output('delete cm gone')).toBe('configmap "gone" deleted from default namespace\n')
    await output('create configmap inside -n team')
    expect(await output('delete namespace team')).toBe('namespace "team" deleted\n')
    expect(await kubectl('get namespace team')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'Error from server (NotFound): namespaces "team" not found\n',
    })
    expect((await kubectl('delete namespace default')).stderr).toBe(
      'Error from server (Forbidden): namespaces "default" is forbidden: this namespace may not be deleted\n',
    )
  })
})
