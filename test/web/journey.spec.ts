// The mission in one path: read, apply, watch it happen, be told why, be graded.
import { expect, test } from '@playwright/test'
import { LabPage, solution } from './lab.ts'

const informes = 'PersistentVolumeClaim/default/pvc-informes'
const mariadb = 'PersistentVolumeClaim/default/pvc-datos-mariadb'

test('from the home page to a passed lab', async ({ page }) => {
  test.setTimeout(120_000)
  await page.goto('/')
  await page.getByRole('link', { name: /^Lección Volúmenes persistentes/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Volúmenes persistentes' })).toBeVisible()
  await page
    .getByRole('link', { name: /El Tinder de los volúmenes.*Ir al laboratorio/s })
    .first()
    .click()

  const lab = new LabPage(page)
  await expect(page.getByText(/listo en [\d.]+ m?s · incorporado · Kubernetes 1\.35/)).toBeVisible({ timeout: 20_000 })
  await expect(lab.item(informes)).toContainText('Pending')

  await lab.apply()
  await expect(lab.report).toContainText('Creado persistentvolume/volumen1')
  await expect(lab.item('PersistentVolume/volumen1')).toContainText('Available')
  await expect(lab.item('PersistentVolume/volumen1')).toHaveAttribute('data-changed', 'true')

  await lab.file('2-pvc-datos-mariadb.yaml')
  await lab.write(solution('2-pvc-datos-mariadb.yaml'))
  await lab.apply()
  await expect(lab.report).toContainText('Creado persistentvolumeclaim/pvc-datos-mariadb')
  await expect(lab.item(mariadb)).toContainText('Bound')
  await expect(lab.item('PersistentVolume/volumen1')).toContainText('Bound')

  await lab.grade()
  await expect(lab.tasks.getByText('2 de 5 tareas bien.')).toBeVisible({ timeout: 60_000 })
  const failing = lab.tasks.getByRole('button', { name: /Todavía no: pvc-informes ha encontrado un volumen/ })
  await expect(failing).toHaveAttribute('aria-expanded', 'true')
  await expect(lab.tasks.locator('[data-check="informes-casa"]')).toContainText(/esperado.*visto.*mira/s)

  for (const name of ['3-volumen-informes.yaml', '4-pvc-copias.yaml', '5-volumen-viejo.yaml', '6-pvc-archivo.yaml']) {
    await lab.upload(name, solution(name))
    await lab.apply()
    await expect(lab.report).toContainText(/(?:Creado|Cambiado) persistentvolume/)
  }
  await expect(lab.item('PersistentVolumeClaim/default/pvc-copias')).toContainText('Bound')
  // The binder comes round every fifteen seconds; the verdict comes by itself when the cluster has moved on.
  await expect(lab.item(informes)).toContainText('Bound', { timeout: 30_000 })
  await expect(lab.tasks.getByText('✓ 5 de 5: laboratorio superado.')).toBeVisible({ timeout: 60_000 })

  await lab.tasks.getByRole('button', { name: 'Ver la solución' }).click()
  const dialog = page.getByRole('dialog', { name: 'Una solución, frente a lo tuyo' })
  await expect(dialog.getByRole('region', { name: '4-pvc-copias.yaml' })).toContainText('igual que el tuyo')
  await expect(dialog.getByRole('region', { name: '1-volumen1.yaml' })).toContainText('igual que el tuyo')
  await page.keyboard.press('Escape')

  await page.reload()
  await expect(lab.tasks.getByText('✓ 5 de 5: laboratorio superado.')).toBeVisible()
  await page.goto('/')
  await expect(page.getByRole('link', { name: /El Tinder de los volúmenes/ })).toContainText('✓ Superado')
})
