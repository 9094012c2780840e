// What is measured, and autoscalers, as kubectl tells of them.
import { expect, it } from 'vitest'
import { describeKubectl } from './session.ts'

/** kubectl's rows, blanks as one. */
const rows = (text: string): string[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => line.trimEnd().replaceAll(/ +/g, ' '))

describeKubectl('without metrics-server', 0, ({ kubectl, output }) => {
  it('top says that nobody measures', async () => {
    for (const what of ['pods', 'nodes']) {
      expect(await kubectl(`top ${what}`)).toEqual({
        code: 1,
        stdout: '',
        stderr: 'error: Metrics API not available\n',
      })
    }
  })

  it('autoscale makes an autoscaler whose target is not known', async () => {
    await output('create deployment wordpress --image=wordpress')
    expect(await output('autoscale deploy wordpress --min=1 --max=4 --cpu=50%')).toBe(
      'horizontalpodautoscaler.autoscaling/wordpress autoscaled\n',
    )
    const [head, row] = rows(await output('get hpa'))
    expect(head).toBe('NAME REFERENCE TARGETS MINPODS MAXPODS REPLICAS AGE')
    expect(row).toMatch(/^wordpress Deployment\/wordpress cpu: <unknown>\/50% 1 4 0 \d+s$/)
  })

  it('an older manifest is an autoscaler too, and both versions show the same rows', async () => {
    const manifest = `
apiVersion: autoscaling/v1
kind: HorizontalPodAutoscaler
metadata: {name: antiguo}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: wordpress}
  maxReplicas: 3
  targetCPUUtilizationPercentage: 60
`
    const apply = (): Promise<string> => output(['apply', '-f', '-'], manifest)
    expect(await apply()).toBe('horizontalpodautoscaler.autoscaling/antiguo created\n')
    expect(await apply()).toBe('horizontalpodautoscaler.autoscaling/antiguo unchanged\n')
    for (const version of ['v1', 'v2'])
      expect(rows(await output(`get hpa.${version}.autoscaling antiguo`))[1]).toMatch(
        /^antiguo Deployment\/wordpress cpu: <unknown>\/60% 1 3 0 \d+s$/,
      )
    expect(await output('get hpa.v2.autoscaling antiguo -o jsonpath={.spec.metrics[0].resource.target}')).toBe(
      '{"averageUtilization":60,"type":"Utilization"}',
    )
    expect(await output('get events.events.k8s.io --field-selector regarding.name=wordpress -o name')).toMatch(
      /^event\.events\.k8s\.io\/wordpress\./,
    )
  })
})

describeKubectl(
  'with metrics-server',
  2,
  ({ kubectl, output, file }) => {
    it('top shows what pods and nodes use', async () => {
      const path = file(
        'busy.yaml',
        `
apiVersion: v1
kind: Pod
metadata: {name: busy}
spec:
  containers:
  - {name: c, image: "busybox:1.36", command: [sh, -c, "yes > /dev/null"], resources: {limits: {cpu: 300m}}}
`,
      )
      await output(`create -f ${path}`)
      await expect
        .poll(async () => (await kubectl('top pods')).stdout, { timeout: 60_000 })
        .toMatch(/busy +(29\d|300)m/)
      expect(rows(await output('top pods'))[0]).toBe('NAME CPU(cores) MEMORY(bytes)')
      const [head, ...nodes] = rows(await output('top nodes'))
      expect(head).toBe('NAME CPU(cores) CPU(%) MEMORY(bytes) MEMORY(%)')
      expect(nodes.map((row) => row.split(' ')[0])).toEqual(['node-1', 'node-2'])
      expect(rows(await output('get apiservice v1beta1.metrics.k8s.io'))[1]).toMatch(
        /^v1beta1\.metrics\.k8s\.io kube-system\/metrics-server True \d+/,
      )
      expect(await output('api-resources --api-group=metrics.k8s.io')).toBe(
        'NAME    SHORTNAMES   APIVERSION               NAMESPACED   KIND\n' +
          'nodes                metrics.k8s.io/v1beta1   false        NodeMetrics\n' +
          'pods                 metrics.k8s.io/v1beta1   true         PodMetrics\n',
      )
    })
  },
  { metrics: true, clockRate: 5 },
)
