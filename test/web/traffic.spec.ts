// A packet followed in the page: the notes' request, a hop that is broken and mended, the rules of a node, and the Ingress as two proxies write it.
import { expect, type Locator, test } from '@playwright/test'
import { clean } from './axe.ts'
import { LabPage, solution } from './lab.ts'

const slug = 'ingress-wordpress'
const request = 'http://app1.mi-cluster.com/'

class TraceDialog {
  readonly lab: LabPage
  readonly dialog: Locator

  constructor(lab: LabPage) {
    this.lab = lab
    this.dialog = lab.page.getByRole('dialog', { name: 'Sigue un paquete' })
  }

  /** Sends the request until the cluster has come to what is expected of it. */
  async send(to: string, end: string | RegExp): Promise<void> {
    await this.lab.cluster.getByRole('button', { name: 'Sigue un paquete' }).click()
    await this.dialog.getByLabel('Hasta').fill(to)
    await expect(async () => {
      await this.dialog.getByRole('button', { name: 'Seguir' }).click()
      await expect(this.dialog.getByRole('status')).toContainText(end, { timeout: 2000 })
    }).toPass({ timeout: 30_000 })
  }

  async close(): Promise<void> {
    await this.dialog.getByRole('button', { name: 'Cerrar' }).click()
    await expect(this.dialog).toBeHidden()
  }
}

async function fits(dialog: Locator): Promise<void> {
  for (const width of [390, 1280]) {
    await dialog.page().setViewportSize({ width, height: 844 })
    expect(await dialog.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0)
  }
}

async function apply(lab: LabPage, file: string, text: string, says: string): Promise<void> {
  await lab.file(file)
  await lab.write(text)
  await lab.apply()
  await expect(lab.report).toContainText(says)
}

test("MenchuPC's request arrives, dies where a hop is broken, arrives again once it is mended, and the lab is passed", async ({
  page,
}) => {
  test.setTimeout(300_000)
  const lab = new LabPage(page)
  const trace = new TraceDialog(lab)
  const service = solution('1-wordpress-service.yaml', slug)
  await lab.open(slug)
  await apply(lab, '1-wordpress-service.yaml', service, 'Creado service/wordpress-service')
  await apply(lab, '2-ingress-wordpress.yaml', solution('2-ingress-wordpress.yaml', slug), 'ingress-wordpress')
  await trace.send(request, /Llega: .* Contesta 200 a GET/)
  await expect(trace.dialog.getByLabel('Desde')).toHaveValue('MenchuPC (fuera del cluster)')
  await expect(trace.dialog.getByRole('listitem').filter({ hasText: 'contesta' }).last()).toBeVisible()
  await clean(page, 'a packet that arrives')
  await trace.close()

  await apply(
    lab,
    '1-wordpress-service.yaml',
    service.replace('app: wordpress', 'app: wordpres'),
    'Cambiado service/wordpress-service',
  )
  await trace.send(
    request,
    'El Service wordpress-service no tiene endpoints: la regla REJECT contesta «conexión rechazada».',
  )
  await trace.dialog
    .getByText(/Las reglas que se encuentra/)
    .last()
    .click()
  await expect(trace.dialog.getByText(/default\/wordpress-service has no endpoints/)).toBeVisible()
  await clean(page, 'a packet that dies')
  await trace.close()

  await apply(lab, '1-wordpress-service.yaml', service, 'Cambiado service/wordpress-service')
  await trace.send(request, /Llega: .* Contesta 200 a GET/)
  await trace.close()

  await lab.upload('4-ingress-informes.yaml', solution('4-ingress-informes.yaml', slug))
  await lab.apply()
  await expect(lab.report).toContainText('ingress-informes')
  await apply(lab, '5-tienda.yaml', solution('5-tienda.yaml', slug), 'Cambiado deployment.apps/tienda')
  await trace.send('http://app2.mi-cluster.com/', /Llega: .* Contesta 200 a GET/)
  await trace.close()
  await lab.grade()
  await expect(lab.tasks.getByText('✓ 5 de 5: laboratorio superado.')).toBeVisible({ timeout: 60_000 })
})

test('the map of the network, the rules of a node, and two proxies, from a phone on', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  const lab = new LabPage(page)
  await lab.open(slug)
  await page.getByRole('navigation').getByRole('button', { name: 'Clúster' }).click()
  await lab.cluster.getByRole('button', { name: 'Mapa de red' }).click()
  const map = page.getByRole('dialog', { name: 'El mapa de red de tu cluster' })
  await expect(map.getByText(/^app2\.mi-cluster\.com → [\d.]+$/)).toBeVisible()
  await map.getByText('Lo mismo, en texto').click()
  await expect(map.getByRole('group', { name: 'El mapa en texto' })).toContainText('(default/informes-service)')
  await clean(page, 'the map of the network')
  await fits(map)
  await page.setViewportSize({ width: 390, height: 844 })
  await page.keyboard.press('Escape')

  await lab.cluster.getByRole('button', { name: 'NetFilter' }).click()
  const rules = page.getByRole('dialog', { name: 'NetFilter de nodo1' })
  await expect(rules.getByText('default/informes-service', { exact: true })).toBeVisible()
  const jump = rules.getByRole('button', { name: /^KUBE-SVC-/ }).first()
  const chain = await jump.innerText()
  await jump.click()
  await expect(rules.locator('h5:focus')).toHaveText(chain)
  await clean(page, 'the rules of a node')
  await fits(rules)
  await page.keyboard.press('Escape')

  await lab.cluster.getByRole('button', { name: 'Ingress como nginx y haproxy' }).click()
  const proxies = page.getByRole('dialog', { name: 'Tus Ingress, traducidos' })
  await expect(proxies.getByRole('group', { name: 'nginx.conf' })).toContainText('server_name app2.mi-cluster.com;')
  await expect(proxies.getByRole('group', { name: 'haproxy.cfg' })).toContainText('-i app2.mi-cluster.com')
  await clean(page, 'two proxies')
  await fits(proxies)
})
