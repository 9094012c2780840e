// A lab with several people: as whom a file is applied, and each one's kubeconfig.
import { expect, test } from '@playwright/test'
import { LabPage } from './lab.ts'

test('a file is applied as whose it is, or as another, and the server says who may not', async ({ page }) => {
  const lab = new LabPage(page)
  await lab.open('dos-personas')
  const who = page.getByLabel('Aplicar como')
  await lab.file('3-pvc-datos-mariadb.yaml')
  await expect(who).toHaveValue('desarrolladora')
  await lab.file('2-volumen1.yaml')
  await expect(who).toHaveValue('administradora')
  const apply = page.getByRole('button', { name: /^Aplicar(?! todos)/ }).first()
  await who.selectOption('desarrolladora')
  await apply.click()
  await expect(lab.report).toContainText(
    'persistentvolumes "volumen1" is forbidden: User "desarrolladora" cannot get resource "persistentvolumes" in API group "" at the cluster scope',
  )
  await expect(lab.report).toContainText('A «desarrolladora» le falta permiso')
  await who.selectOption('administradora')
  await apply.click()
  await expect(lab.report).not.toContainText('forbidden')
  await expect(lab.cluster).toContainText('volumen1')

  await page.getByRole('button', { name: 'Tu kubectl' }).click()
  const link = page.getByRole('link', { name: 'El de la desarrolladora' })
  const own = await page.request.get((await link.getAttribute('href'))!)
  expect(await own.text()).toContain('current-context: desarrolladora')
})
