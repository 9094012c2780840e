// What people really paste: a Spanish sentence with the way out, the server's own beside it, and nothing lost.
import { expect, test } from '@playwright/test'
import { nodeAffinity, podAntiAffinity } from './broken-notes.ts'
import { LabPage } from './lab.ts'

interface Case {
  what: string
  text: string
  says: (string | RegExp)[]
  /** The server's or kubectl's own words. */
  server?: string
}

const pod = (spec: string): string => `apiVersion: v1\nkind: Pod\nmetadata:\n  name: malo\nspec:\n${spec}`

const cases: Case[] = [
  {
    what: 'broken YAML',
    text: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n   labels: {}\n',
    says: ['Rechazado', /pega\.yaml, línea \d, columna \d+/],
  },
  {
    what: 'tabs',
    text: 'apiVersion: v1\nkind: Pod\nmetadata:\n\tname: a\n',
    says: ['tabulador', 'pega.yaml, línea 4, columna 1'],
  },
  {
    what: 'unknown kind',
    text: 'apiVersion: v1\nkind: Podd\nmetadata:\n  name: a\n',
    says: ['¿Querías decir «Pod»?', 'pega.yaml, línea 2, columna 7'],
    server: 'no matches for kind "Podd" in version "v1"',
  },
  {
    what: 'a kind of another group',
    text: 'apiVersion: v1\nkind: Deployment\nmetadata:\n  name: a\n',
    says: ['sino en «apps/v1». Cambia apiVersion.'],
    server: 'no matches for kind "Deployment" in version "v1"',
  },
  {
    what: 'unknown field',
    text: pod('  containers:\n  - name: a\n    imagen: nginx\n'),
    says: ['El campo «spec.containers[0].imagen» no existe en un Pod. ¿Querías decir «image»?', 'línea 8, columna 5'],
    server:
      'Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.containers[0].imagen"',
  },
  {
    what: 'several documents with one bad',
    text: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: uno\n---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: Dos\n---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: tres\n',
    says: ['Creado configmap/uno', 'Rechazado configmap/Dos', 'Creado configmap/tres', 'línea 9, columna 9'],
    server: `ConfigMap "Dos" is invalid: metadata.name: Invalid value: "Dos": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`,
  },
  { what: 'empty file', text: '', says: ['Sin enviar', 'está vacío'], server: 'error: no objects passed to apply' },
  {
    what: 'a quantity that is none',
    text: 'apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:\n  name: a\nspec:\n  accessModes: [ReadWriteOnce]\n  resources:\n    requests:\n      storage: 10GiB\n',
    says: ['«10GiB» (en «spec.resources.requests.storage»)', 'línea 9, columna 16'],
    server: `PersistentVolumeClaim in version "v1" cannot be handled as a PersistentVolumeClaim: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'`,
  },
  { what: "the notes' nodeAffinity as it stands", text: nodeAffinity, says: ['Rechazado', 'pega.yaml, línea 17'] },
  {
    what: "the notes' podAntiAffinity as it stands",
    text: podAntiAffinity,
    says: ['Rechazado', 'pega.yaml, línea 10'],
  },
]

test('each is told in Spanish, with its place and the exact sentence', async ({ page }) => {
  const lab = new LabPage(page)
  await lab.open()
  for (const { what, text, says, server } of cases) {
    await test.step(what, async () => {
      await lab.upload('pega.yaml', text)
      await expect(lab.editor).toHaveAttribute('aria-label', /pega\.yaml/)
      await lab.apply()
      for (const sentence of says) await expect(lab.report, what).toContainText(sentence)
      if (server) await expect(lab.report.locator('q').getByText(server, { exact: true })).toBeVisible()
    })
  }
  await expect(
    page.getByRole('group', { name: 'Ficheros' }).getByRole('button', { name: '1-volumen1.yaml' }),
  ).toBeVisible()
})

test('the place in the report leads to the line in the editor', async ({ page }) => {
  const lab = new LabPage(page)
  await lab.open()
  await lab.upload('pega.yaml', pod('  containers:\n  - name: a\n    imagen: nginx\n'))
  await lab.apply()
  await lab.file('1-volumen1.yaml')
  await lab.report.getByRole('button', { name: /pega\.yaml, línea 8/ }).click()
  await expect(lab.editor).toHaveAttribute('aria-label', /pega\.yaml/)
  await expect(lab.editor).toBeFocused()
  await expect(lab.editor.locator('.cm-activeLine')).toHaveText('    imagen: nginx')
})

test('files that are not text, or too large, are refused and the others stay', async ({ page }) => {
  const lab = new LabPage(page)
  await lab.open()
  await lab.upload('foto.yaml', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 0xff]))
  await expect(lab.editorPane().getByRole('alert')).toContainText('foto.yaml no es un fichero de texto, sino binario')
  await lab.upload('enorme.yaml', 'a'.repeat(2 * 1024 * 1024))
  await expect(lab.editorPane().getByRole('alert')).toContainText('enorme.yaml ocupa 2 MiB')
  await expect(page.getByRole('group', { name: 'Ficheros' }).getByRole('button')).toHaveCount(4)
  await expect(lab.editor).toContainText('volumen1')
})

test('the server refuses them too, whoever sends them', async ({ page, request }) => {
  await new LabPage(page).open()
  const save = (text: string, name = 'a.yaml') =>
    page.request.post('/api/labs/pv-y-pvc/save', { data: { file: { name, text } } })
  expect((await save('x'.repeat(2 * 1024 * 1024))).status()).toBe(409)
  expect(await (await save('\u0000')).json()).toMatchObject({ code: 'bad-file' })
  expect(await (await save('a: 1', '../fuera.yaml')).json()).toMatchObject({ code: 'bad-file' })
  expect(await (await page.request.post('/api/labs/pv-y-pvc/save', { data: { file: 7 } })).json()).toMatchObject({
    code: 'bad-request',
  })
  expect(await (await request.post('/api/labs/no-hay/grade', { data: {} })).json()).toMatchObject({
    code: 'unknown-lab',
    message: 'No hay un laboratorio «no-hay».',
  })
})
