// Nothing that a learner has is lost: reloads, restarts, a clean cluster, somebody who leaves in the middle.
import { expect, test } from '@playwright/test'
import { Agent, fetch } from 'undici'
import { parse } from 'yaml'
import { LabPage, solution } from './lab.ts'

test('a reload keeps the files, the cluster and the hints', async ({ page }) => {
  const lab = new LabPage(page)
  await lab.open()
  await lab.apply()
  await expect(lab.item('PersistentVolume/volumen1')).toBeVisible()
  await lab.file('2-pvc-datos-mariadb.yaml')
  await lab.write('# lo mío\n')
  await lab.upload('nuevo.yaml', '# otro\n')
  await lab.tasks.getByRole('button', { name: 'Pista 1 de 3 de la tarea 1' }).click()
  await expect(lab.tasks.getByText('Mira la columna STATUS')).toBeVisible()
  await expect(page.getByText('Guardado', { exact: true })).toBeVisible()
  await page.reload()
  await expect(lab.item('PersistentVolume/volumen1')).toBeVisible()
  await expect(lab.tasks.getByText('Mira la columna STATUS')).toBeVisible()
  await expect(lab.tasks.getByRole('button', { name: 'Pista 2 de 3 de la tarea 1' })).toBeVisible()
  await lab.file('2-pvc-datos-mariadb.yaml')
  await expect(lab.editor).toContainText('# lo mío')
  await lab.file('nuevo.yaml')
  await expect(lab.editor).toContainText('# otro')
})

test('Reiniciar gives a clean cluster and keeps the files; a cancelled one does nothing', async ({ page }) => {
  const lab = new LabPage(page)
  await lab.open()
  await lab.write(solution('1-volumen1.yaml').replace('20Gi', '21Gi'))
  await lab.apply()
  await expect(lab.item('PersistentVolume/volumen1')).toContainText('21Gi')
  await page.getByRole('button', { name: 'Reiniciar' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancelar' }).click()
  await expect(lab.item('PersistentVolume/volumen1')).toBeVisible()
  await page.getByRole('button', { name: 'Reiniciar' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Reiniciar el cluster' }).click()
  await expect(lab.item('PersistentVolume/volumen1')).toBeHidden()
  await expect(lab.item('PersistentVolume/lento-5')).toBeVisible()
  await expect(lab.editor).toContainText('21Gi')
  await lab.apply()
  await expect(lab.item('PersistentVolume/volumen1')).toContainText('21Gi')
})

test('a verdict goes grey when the cluster moves on, and is judged again by itself', async ({ page }) => {
  const lab = new LabPage(page)
  await lab.open()
  await lab.apply()
  await lab.grade()
  await expect(lab.tasks.getByText('1 de 5 tareas bien.')).toBeVisible({ timeout: 60_000 })
  await lab.cluster.getByRole('button', { name: 'volumen1', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'PersistentVolume volumen1' })
  await expect(dialog).toContainText('storageClassName: rapidito-redundante')
  await dialog.getByRole('button', { name: 'Borrar' }).click()
  await dialog.getByRole('button', { name: 'Sí, borrar volumen1' }).click()
  await expect(lab.item('PersistentVolume/volumen1')).toBeHidden()
  await expect(lab.tasks.getByText('El cluster ha cambiado desde este veredicto.')).toBeVisible()
  await expect(lab.tasks.locator('[data-stale="true"]').first()).toBeVisible()
  await expect(lab.tasks.getByText('0 de 5 tareas bien.')).toBeVisible({ timeout: 60_000 })
  await expect(lab.tasks.locator('[data-stale="true"]')).toHaveCount(0)
})

test('the solution opens by surrender, and the verdict says so', async ({ page }) => {
  const lab = new LabPage(page)
  await lab.open()
  await lab.tasks.getByRole('button', { name: 'Me rindo' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Ver la solución' }).click()
  const dialog = page.getByRole('dialog', { name: 'Una solución, frente a lo tuyo' })
  await expect(dialog.locator('[data-sort="added"]').getByText('10Gi').first()).toBeVisible()
  await dialog.getByRole('button', { name: 'Cerrar' }).click()
  await page.reload()
  await expect(lab.tasks.getByRole('button', { name: 'Ver la solución' })).toBeVisible()
  const { verdict } = (await (await page.request.post('/api/labs/pv-y-pvc/grade', { data: {} })).json()) as {
    verdict: { solutionSeen: boolean }
  }
  expect(verdict.solutionSeen).toBe(true)
})

test('each browser has a cluster of its own, and the kubeconfig opens it', async ({ page, browser }) => {
  const lab = new LabPage(page)
  await lab.open()
  await lab.apply()
  await expect(lab.item('PersistentVolume/volumen1')).toBeVisible()
  const other = new LabPage(await (await browser.newContext()).newPage())
  await other.open()
  await expect(other.item('PersistentVolume/lento-5')).toBeVisible()
  await expect(other.item('PersistentVolume/volumen1')).toBeHidden()

  await page.getByRole('button', { name: 'Tu kubectl' }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Descargar timonel-pv-y-pvc.yaml' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('timonel-pv-y-pvc.yaml')
  const kubeconfig = parse(await (await page.request.get('/api/labs/pv-y-pvc/kubeconfig')).text()) as {
    clusters: { cluster: { server: string; 'certificate-authority-data': string } }[]
    users: { user: { token: string } }[]
  }
  const { server, 'certificate-authority-data': ca } = kubeconfig.clusters[0]!.cluster
  const dispatcher = new Agent({ connect: { ca: Buffer.from(ca, 'base64') } })
  const answer = await fetch(`${server}/api/v1/persistentvolumes/volumen1`, {
    dispatcher,
    headers: { authorization: `Bearer ${kubeconfig.users[0]!.user.token}` },
  })
  expect(answer.status).toBe(200)
  await dispatcher.close()
})

test('a client that hangs up in the middle leaves everybody else as they were', async ({ page }) => {
  const lab = new LabPage(page)
  await lab.open()
  await page.evaluate(async () => {
    const leave = (path: string, init: { method?: string; body?: string }): Promise<unknown> => {
      const controller = new AbortController()
      const asked = fetch(path, { ...init, signal: controller.signal }).catch(() => {})
      setTimeout(() => controller.abort(), 5)
      return asked
    }
    const body = JSON.stringify({ files: [{ name: 'a.yaml', text: 'x: 1\n---\n'.repeat(5000) }] })
    await Promise.all([
      leave('/api/labs/pv-y-pvc/events', {}),
      leave('/api/labs/pv-y-pvc/apply', { method: 'POST', body }),
      leave('/api/labs/pv-y-pvc/grade', { method: 'POST', body: '{}' }),
    ])
  })
  await lab.apply()
  await expect(lab.report).toContainText('Creado persistentvolume/volumen1')
  await expect(lab.item('PersistentVolume/volumen1')).toContainText('Available')
})
