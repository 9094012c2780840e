// Workloads with kubectl: run, rollout, scale, wait, logs, events, expose, cordon.
import { expect, it } from 'vitest'
import { describeKubectl } from './session.ts'

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      terminationGracePeriodSeconds: 1
      containers:
      - name: hello
        image: busybox:1.36
        command: [sh, -c, 'echo hello; sleep 3600']
`

describeKubectl('workloads', 1, ({ kubectl, output }) => {
  it('apply, rollout status, wait, logs', async () => {
    expect(await output('apply -f -', deployment)).toBe('deployment.apps/web created\n')
    expect(await output('rollout status deployment/web --timeout=15s')).toMatch(
      /deployment "web" successfully rolled out\n$/,
    )
    expect(await output('wait --for=condition=Available deployment/web --timeout=5s')).toBe(
      'deployment.apps/web condition met\n',
    )
    expect(await output('wait --for=jsonpath={.status.readyReplicas}=2 deployment/web --timeout=5s')).toBe(
      'deployment.apps/web condition met\n',
    )
    expect(await output('logs -l app=web --prefix=false')).toBe('hello\nhello\n')
    expect(
      await output('get deployment web -o custom-columns=R:.status.replicas,U:.status.updatedReplicas --no-headers'),
    ).toBe('2     2\n')
  })

  it('scale, set image, history, undo', async () => {
    expect(await output('scale deployment/web --replicas=1')).toBe('deployment.apps/web scaled\n')
    expect(await output('wait --for=jsonpath={.status.replicas}=1 deployment/web --timeout=10s')).toBe(
      'deployment.apps/web condition met\n',
    )
    expect(await output('set image deployment/web hello=busybox')).toBe('deployment.apps/web image updated\n')
    expect(await output('rollout history deployment/web')).toBe(
      'deployment.apps/web \nREVISION  CHANGE-CAUSE\n1         <none>\n2         <none>\n\n',
    )
    expect(await output('rollout undo deployment/web')).toBe('deployment.apps/web rolled back\n')
    expect(await output('get deployment web -o jsonpath={.spec.template.spec.containers[0].image}')).toBe(
      'busybox:1.36',
    )
    const { stderr } = await kubectl('scale deployment/web --replicas=3 --current-replicas=9')
    expect(stderr).toBe('error: Expected replicas to be 9, was 1\n')
  })

  it('run, and the logs of what has ended', async () => {
    expect(await output('run once --image=busybox:1.36 --restart=Never -- sh -c', '')).toBe('pod/once created\n')
    expect(await output(['run', 'said', '--image=busybox:1.36', '--restart=Never', '--', 'echo', 'all done'])).toBe(
      'pod/said created\n',
    )
    expect(await output('wait --for=jsonpath={.status.phase}=Succeeded pod/said --timeout=15s')).toBe(
      'pod/said condition met\n',
    )
    expect(await output('logs said')).toBe('all done\n')
    expect(await kubectl('logs said -c other')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'error: container other is not valid for pod said\n',
    })
  })

  it('events and describe tell what happened', async () => {
    const events = await output(['events', '--for=pod/said', '--no-headers'])
    const reasons = events
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/\s{2,}/)[2])
    // All in one second: their order is not told.
    expect(new Set(reasons)).toEqual(new Set(['Created', 'Pulled', 'Scheduled', 'Started']))
    const described = await output('describe pod said')
    expect(described).toContain('Normal  Scheduled  ')
    expect(described).toMatch(/default-scheduler {2}Successfully assigned default\/said to node-1\n/)
  })

  it('expose, cordon, delete', async () => {
    expect(await output('expose deployment web --port=80 --target-port=8080')).toBe('service/web exposed\n')
    expect(await output('get service web -o jsonpath={.spec.selector}{.spec.ports[0].targetPort}')).toBe(
      '{"app":"web"}8080',
    )
    expect(await output('cordon node-1')).toBe('node/node-1 cordoned\n')
    expect(await output('get node node-1 -o jsonpath={.spec.unschedulable}')).toBe('true')
    expect(await output('uncordon node-1')).toBe('node/node-1 uncordoned\n')
    expect(await output('delete pod said')).toBe('pod "said" deleted from default namespace\n')
    expect(await output('delete deployment web --cascade=foreground --timeout=15s')).toBe(
      'deployment.apps "web" deleted from default namespace\n',
    )
    expect(await output('get pods -l app=web -o name')).toBe('')
  })
})
