// A node's machine, switched off and on in the page: what the cluster makes of it, in its own time.
import { expect, test } from '@playwright/test'
import { clean } from './axe.ts'
import { LabPage } from './lab.ts'

test.use({ viewport: { width: 390, height: 844 } })

test('on a phone: a machine goes off, is given up after 50 s, and comes back', async ({ page }) => {
  const lab = new LabPage(page)
  await lab.open('taints')
  await page.getByRole('navigation').getByRole('button', { name: 'Clúster' }).click()
  const node = lab.cluster.locator('[data-item^="Node/"]').last()
  const name = (await node.getAttribute('data-item'))!.slice('Node/'.length)
  await expect(node).toContainText('Ready')
  const dialog = page.getByRole('dialog', { name: `La máquina de ${name}` })
  const open = () => node.getByRole('button', { name: `Apagar o encender ${name}` }).click()

  await open()
  await expect(dialog.getByRole('status')).toHaveText('Está encendida.')
  await expect(dialog).toContainText('Durante unos 50 s el cluster lo sigue creyendo Ready.')
  await clean(page, 'a machine that is on')
  await dialog.getByRole('button', { name: `Apagar ${name}` }).click()
  await expect(dialog.getByRole('status')).toHaveText('Está apagada.')
  await clean(page, 'a machine that is off')
  expect(await dialog.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0)
  await dialog.getByRole('button', { name: 'Cerrar' }).click()

  await page.getByRole('region', { name: 'Tiempo del cluster' }).getByRole('button', { name: '+1 min' }).click()
  await expect(node).toContainText('NotReady', { timeout: 30_000 })
  await expect(node).toContainText('node.kubernetes.io/unreachable')

  await open()
  await dialog.getByRole('button', { name: `Encender ${name}` }).click()
  await expect(dialog.getByRole('status')).toHaveText('Está encendida.')
  await dialog.getByRole('button', { name: 'Cerrar' }).click()
  await expect(node).not.toContainText('NotReady', { timeout: 30_000 })
})
