// The real helm 4 on a chart of ours: whole outputs, hooks, tests, revisions; what it says is what it says to a real API server.
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { describeKubectl, type Run } from './session.ts'

const clock = /[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}/g
const stamp = /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+ \+0000 UTC/g

/** What it printed, with every time as TIME; without blanks at line ends, nor those that make a column as wide as its times. */
function said({ stdout, stderr }: Run): string {
  return (stdout + stderr)
    .replaceAll(clock, 'TIME')
    .replaceAll(stamp, 'TIME')
    .replaceAll(/UPDATED +\t/g, 'UPDATED\t')
    .replaceAll(/[ \t]+$/gm, '')
}

const release = (revision: number, description: string, pods: number): string =>
  `NAME: blog\nLAST DEPLOYED: TIME\nNAMESPACE: default\nSTATUS: deployed\nREVISION: ${revision}\nDESCRIPTION: ${description}\nNOTES:\nblog has ${pods} pods.\n`

const noReplicas =
  'error="failed to create typed patch object (default/blog; apps/v1, Kind=Deployment): .spec.replicas: expected numeric (int or float), got string"'

describeKubectl('and helm', 1, ({ helm, kubectl, output, folder, file }) => {
  it('install with hooks, waiting; a name in use; a namespace that is not there', async () => {
    cpSync(join(import.meta.dirname, 'wordpress'), join(folder, 'wordpress'), { recursive: true })
    expect(said(await helm('install blog ./wordpress --wait --timeout 15s'))).toBe(release(1, 'Install complete', 1))
    expect(await output('logs job/blog-before')).toBe('revision 1\n')
    expect(await helm('install blog ./wordpress')).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'level=ERROR msg="release name check failed" error="cannot reuse a name that is still in use"\n' +
        'Error: INSTALLATION FAILED: release name check failed: cannot reuse a name that is still in use\n',
    })
    expect((await helm('install other ./wordpress -n nowhere --no-hooks')).stderr).toBe(
      'Error: INSTALLATION FAILED: create: failed to create: namespaces "nowhere" not found\n',
    )
    expect(said(await helm('list'))).toBe(
      'NAME\tNAMESPACE\tREVISION\tUPDATED\tSTATUS  \tCHART          \tAPP VERSION\n' +
        'blog\tdefault  \t1       \tTIME\tdeployed\twordpress-1.0.0\t6\n',
    )
    expect(
      await output('get secret -o custom-columns=N:.metadata.name,T:.type,S:.metadata.labels.status --no-headers'),
    ).toBe('sh.helm.release.v1.blog.v1   helm.sh/release.v1   deployed\n')
  })

  it('test, with what its pod wrote', async () => {
    expect(said(await helm('test blog --logs'))).toBe(
      release(1, 'Install complete', 1).replace(/NOTES:[^]*/, '') +
        'TEST SUITE:     blog-answers\nLast Started:   TIME\nLast Completed: TIME\nPhase:          Succeeded\n\nPOD LOGS: blog-answers\nA blog\n',
    )
  })

  it('upgrade with values over the chart’s, history, rollback', async () => {
    file('mine.yaml', 'replicas: 2\n')
    expect(said(await helm('upgrade blog ./wordpress -f mine.yaml --wait --timeout 15s'))).toBe(
      `Release "blog" has been upgraded. Happy Helming!\n${release(2, 'Upgrade complete', 2)}`,
    )
    expect(await output('logs job/blog-before')).toBe('revision 2\n')
    expect(said(await helm('get values blog'))).toBe('USER-SUPPLIED VALUES:\nreplicas: 2\n')
    expect(said(await helm('rollback blog 1 --wait --timeout 15s'))).toBe('Rollback was a success! Happy Helming!\n')
    expect(said(await helm('history blog'))).toBe(
      'REVISION\tUPDATED\tSTATUS    \tCHART          \tAPP VERSION\tDESCRIPTION\n' +
        '1       \tTIME\tsuperseded\twordpress-1.0.0\t6          \tInstall complete\n' +
        '2       \tTIME\tsuperseded\twordpress-1.0.0\t6          \tUpgrade complete\n' +
        '3       \tTIME\tdeployed  \twordpress-1.0.0\t6          \tRollback to 1\n',
    )
    expect(await output('get deployment blog -o jsonpath={.spec.replicas}')).toBe('1')
  })

  it('what the server refuses fails the release; who owns a field is told', async () => {
    expect((await helm('upgrade blog ./wordpress --no-hooks --set replicas=three')).stderr).toBe(
      `level=WARN msg="upgrade failed" name=blog ${noReplicas}\n` +
        'Error: UPGRADE FAILED: failed to create typed patch object (default/blog; apps/v1, Kind=Deployment): .spec.replicas: expected numeric (int or float), got string\n',
    )
    await output('scale deployment blog --replicas=3')
    const { stderr } = await helm('upgrade blog ./wordpress --no-hooks --set replicas=2')
    expect(stderr.split('\n')[1]).toBe(
      'Error: UPGRADE FAILED: conflict occurred while applying object default/blog apps/v1, Kind=Deployment: Apply failed with 1 conflict: conflict with "kubectl" with subresource "scale" using apps/v1: .spec.replicas',
    )
    expect((await helm('upgrade blog ./wordpress --no-hooks --set replicas=2 --force-conflicts')).code).toBe(0)
  })

  it('uninstall takes all of it but the hooks', async () => {
    expect(said(await helm('uninstall blog --wait --timeout 15s'))).toBe('release "blog" uninstalled\n')
    expect(await output('get deployment,service,configmap,secret,job -o name')).toBe(
      'service/kubernetes\nconfigmap/kube-root-ca.crt\njob.batch/blog-before\n',
    )
    expect((await helm('uninstall blog')).stderr).toBe(
      'Error: uninstall: Release not loaded: blog: release: not found\n',
    )
    expect((await kubectl('get deployment blog')).stderr).toBe(
      'Error from server (NotFound): deployments.apps "blog" not found\n',
    )
  })
})
