import { expect, it } from 'vitest'
import { applyWork } from './answer.ts'
import type { Lab } from './catalogue.ts'
import { runHelm } from './helm.ts'
import { helmProgram } from './helm/program.ts'

const helm = await helmProgram().catch(() => undefined)
if (!helm) console.warn('SKIPPED: no helm 4 on this machine, so no line of it is run')

/** Of a cluster that nobody asks. */
const kubeconfig = `apiVersion: v1
kind: Config
current-context: x
contexts: [{name: x, context: {cluster: x, user: x}}]
clusters: [{name: x, cluster: {server: 'https://127.0.0.1:1'}}]
users: [{name: x, user: {}}]
`
const chart = [
  { name: 'blog/Chart.yaml', text: 'apiVersion: v2\nname: blog\nversion: 1.0.0\n' },
  { name: 'blog/values.yaml', text: 'replicas: 1\n' },
  {
    name: 'blog/templates/a.yaml',
    text: 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: {{ .Release.Name }}}\ndata: {n: "{{ .Values.replicas }}"}\n',
  },
]
const values = { name: 'mis-valores.yaml', text: '# apiVersion: no\nreplicas: 3\n' }

it('leaves to helm what only helm reads, and says how', async () => {
  const lab = { helm: true, files: chart } as unknown as Lab
  const { documents, ok } = await applyWork(kubeconfig, lab, [...chart, values])
  expect(ok).toBe(false)
  expect(documents.map(({ file, outcome }) => `${file} ${outcome}`)).toEqual([
    'blog/Chart.yaml skipped',
    'blog/values.yaml skipped',
    'blog/templates/a.yaml skipped',
    'mis-valores.yaml skipped',
  ])
  expect(documents[0]!.message).toMatch(/^Es de un chart/)
  expect(documents[3]!.message).toBe(
    'Aquí no hay ni apiVersion ni kind, así que serán valores: se los das a helm con -f mis-valores.yaml.',
  )
})

it.skipIf(!helm)('runs helm in a folder of these files and nothing else', async () => {
  let said = ''
  const { code, output } = await runHelm({
    line: 'helm template b ./blog -f mis-valores.yaml',
    files: [...chart, values],
    kubeconfig,
    onText: (text) => (said += text),
  })
  expect({ code, output }).toEqual({
    code: 0,
    output:
      '---\n# Source: blog/templates/a.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\ndata: {n: "3"}\n',
  })
  expect(said).toBe(output)
})

it.skipIf(!helm)('hands on what helm says when it fails, and refuses a file that leaves the folder', async () => {
  const missing = await runHelm({ line: 'helm template b ./otro', files: chart, kubeconfig })
  expect(missing.code).toBe(1)
  expect(missing.output).toBe('Error: path "./otro" not found\n')
  await expect(
    runHelm({ line: 'helm lint ./blog', files: [{ name: '../fuera.yaml', text: '' }], kubeconfig }),
  ).rejects.toMatchObject({ code: 'bad-file' })
})
