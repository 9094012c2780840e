// What a real API server refuses, in its words: proxy requests, statuses of Jobs, metadata that may not change.
import { expect, it } from 'vitest'
import { describeKubectl } from './session.ts'

describeKubectl('is refused', 0, ({ kubectl, output }) => {
  it('by the proxy of services and pods', async () => {
    await output('create service clusterip s --tcp=80:8080')
    await output('create service clusterip hl --clusterip=None')
    const asked: [string, string][] = [
      ['services/nada', '(NotFound): services "nada" not found'],
      ['services/s', '(ServiceUnavailable): no endpoints available for service "s"'],
      ['services/s:80', '(ServiceUnavailable): no endpoints available for service "s"'],
      ['services/s:nada', '(ServiceUnavailable): no endpoints available for service "s"'],
      ['services/https:s:80', '(ServiceUnavailable): no endpoints available for service "s"'],
      ['services/ftp:s:80', '(BadRequest): invalid service request "ftp:s:80"'],
      ['services/s:99', '(ServiceUnavailable): no service port 99 found for service "s"'],
      ['services/hl', '(ServiceUnavailable): no endpoints available for service "hl"'],
      ['pods/nada', '(NotFound): pods "nada" not found'],
      ['pods/a:b:c:d', '(BadRequest): invalid pod request "a:b:c:d"'],
    ]
    const said = await Promise.all(
      asked.map(async ([what]) => (await kubectl(`get --raw /api/v1/namespaces/default/${what}/proxy/`)).stderr),
    )
    expect(said).toEqual(asked.map(([, sentence]) => `Error from server ${sentence}\n`))
  })

  it('in the status of a Job, only where it changes', async () => {
    await output('create job j --image=busybox:1.36')
    await output('wait --for=jsonpath={.status.active}=1 job/j --timeout=10s')
    const refused: [object, string[]][] = [
      [
        { active: -1 },
        [
          'status.active: Invalid value: -1: must be greater than or equal to 0',
          'status.ready: Invalid value: 0: cannot set more ready pods than active',
        ],
      ],
      [
        { conditions: [{ type: 'Complete', status: 'True' }] },
        [
          'status.completionTime: Required value: completionTime is required for Complete jobs',
          'status.conditions: Invalid value: cannot set Complete=True condition without the SuccessCriteriaMet=true condition',
          'status.active: Invalid value: 1: active>0 is invalid for finished job',
        ],
      ],
      [{ startTime: null }, ['status.startTime: Required value: startTime cannot be removed for unsuspended job']],
      [
        { completedIndexes: '0-3', uncountedTerminatedPods: { succeeded: ['a', 'a'] } },
        [
          'status.uncountedTerminatedPods.succeeded[1]: Duplicate value: "a"',
          'status.completedIndexes: Invalid value: "0-3": error parsing completedIndexes: too large index: "3"',
          'status.completedIndexes: Invalid value: "0-3": cannot set non-empty completedIndexes when non-indexed completion mode',
        ],
      ],
    ]
    for (const [status, faults] of refused) {
      const patch = JSON.stringify({ status })
      const { stderr } = await kubectl(['patch', 'job', 'j', '--subresource=status', '--type=merge', '-p', patch])
      const all = faults.length === 1 ? faults[0]! : `\n* ${faults.join('\n* ')}`
      expect(stderr).toBe(`The Job "j" is invalid: ${all}\n`)
    }
  })

  it('when a patch gives another uid', async () => {
    await output('create configmap a')
    expect((await kubectl(['patch', 'configmap', 'a', '-p', '{"metadata":{"uid":"x"}}'])).stderr).toBe(
      'The ConfigMap "a" is invalid: metadata.uid: Invalid value: "x": field is immutable\n',
    )
  })
})
