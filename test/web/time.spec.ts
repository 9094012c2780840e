// A cluster's time in a learner's hands, and why a pod is where it is.
import { expect, type Locator, type Page, test } from '@playwright/test'
import { clean } from './axe.ts'
import { LabPage, solution } from './lab.ts'

class TimeStrip {
  readonly page: Page
  readonly strip: Locator
  readonly slider: Locator

  constructor(page: Page) {
    this.page = page
    this.strip = page.getByRole('region', { name: 'Tiempo del cluster' })
    this.slider = this.strip.getByRole('slider', { name: 'Línea de tiempo del laboratorio' })
  }

  button(name: string): Locator {
    return this.strip.getByRole('button', { name, exact: true })
  }

  /** The cluster's instant, as the page tells it. */
  async now(): Promise<number> {
    return Date.parse((await this.strip.getByRole('time').getAttribute('datetime'))!)
  }

  async runFor(count: string, unit: string): Promise<void> {
    await this.button('Hasta…').click()
    const dialog = this.page.getByRole('dialog', { name: 'Adelantar el reloj' })
    await dialog.getByLabel('Cuánto').fill(count)
    await dialog.getByLabel('Unidad').selectOption(unit)
    await dialog.getByRole('button', { name: 'Adelantar' }).click()
  }

  async runUntil(object: string, condition: string): Promise<void> {
    await this.button('Hasta…').click()
    const dialog = this.page.getByRole('dialog', { name: 'Adelantar el reloj' })
    await dialog.getByLabel('Objeto').fill(object)
    await dialog.getByLabel('Condición').selectOption(condition)
    await dialog.getByRole('button', { name: 'Adelantar' }).click()
  }
}

test('NextCloud, shot for being slow: fifty minutes on, back to the first Killing, mended, run to ready, passed', async ({
  page,
}) => {
  test.setTimeout(300_000)
  const lab = new LabPage(page)
  const time = new TimeStrip(page)
  await lab.open('nextcloud')
  const pod = lab.cluster.locator('[data-item^="Pod/default/nextcloud-"]')
  await expect(pod).toHaveCount(1)
  const begun = await time.now()

  await time.runFor('50', 'min')
  await expect(time.strip.getByText('Han pasado 50 min.')).toBeVisible({ timeout: 60_000 })
  await expect(pod).toContainText(/\d+ reinicios/)
  await expect(pod).toContainText('no pasó su prueba de vida (liveness)')
  await expect.poll(async () => (await time.now()) - begun).toBeGreaterThanOrEqual(3_000_000)

  await time.slider.focus()
  await page.keyboard.press('Home')
  await expect(time.slider).toHaveAttribute('aria-valuetext', /Empieza el laboratorio$/)
  const killing = time.strip.getByText('Container nextcloud failed liveness probe, will be restarted')
  await expect(async () => {
    await time.button('Aviso siguiente').click()
    await expect(killing).toBeVisible({ timeout: 300 })
  }).toPass()
  await expect(pod).not.toContainText('reinicio')
  await expect(pod.getByRole('button', { name: /Por qué/ })).toBeHidden()
  await pod.getByRole('button', { name: /^nextcloud-/ }).click()
  await expect(page.getByRole('dialog')).toContainText('restartCount: 0')
  await page.keyboard.press('Escape')
  await clean(page, 'the past')

  await time.button('Volver aquí').click()
  await expect(time.button('Volver aquí')).toBeHidden()
  await expect.poll(async () => (await time.now()) - begun).toBeLessThan(120_000)

  await lab.write(solution('1-nextcloud.yaml', 'nextcloud'))
  await lab.apply()
  await expect(lab.report).toContainText('Cambiado deployment.apps/nextcloud')
  await lab.file('2-nextcloud-produccion.yaml')
  await lab.write(solution('2-nextcloud-produccion.yaml', 'nextcloud'))
  await lab.apply()
  await expect(lab.report).toContainText('Creado deployment.apps/nextcloud-produccion')
  // Recreate: the one before has to be gone.
  await time.runFor('5', 's')
  const mended = lab.cluster.locator('[data-item^="Pod/default/nextcloud-"]:not([data-item*="produccion"])')
  await expect(mended).toHaveCount(1)
  const name = (await mended.getAttribute('data-item'))!.split('/').at(-1)!
  await time.runUntil(`pod/${name}`, 'condition=Ready')
  await expect(time.strip.getByText(/^Han? pasado (?:\d+ s|menos de 1 s)\. Se cumple\.$/)).toBeVisible({
    timeout: 60_000,
  })
  await expect(mended).toContainText('Running 1/1')

  await lab.grade()
  await expect(lab.tasks.getByText(/Mirando/)).toBeVisible()
  // The judge's patience is in the cluster's time.
  await time.button('+1 min').click()
  await expect(lab.tasks.getByText('✓ 3 de 3: laboratorio superado.')).toBeVisible({ timeout: 60_000 })
})

test('a clock that is held: what is applied is there, what takes time waits, and the next thing can be fetched', async ({
  page,
}) => {
  const lab = new LabPage(page)
  const time = new TimeStrip(page)
  await lab.open()
  await time.button('Parar').click()
  await expect(time.strip.getByText('parado', { exact: true })).toBeVisible()
  const held = await time.now()
  await lab.file('2-pvc-datos-mariadb.yaml')
  await lab.write(solution('2-pvc-datos-mariadb.yaml'))
  await lab.apply()
  await expect(lab.report).toContainText('Creado persistentvolumeclaim/pvc-datos-mariadb')
  expect(await time.now()).toBe(held)
  await page.reload()
  await expect(time.strip.getByText('parado', { exact: true })).toBeVisible()
  expect(await time.now()).toBe(held)
  await time.button('Próximo hecho').click()
  await expect(time.strip.getByText(/^Han? pasado/)).toBeVisible()
  await expect.poll(() => time.now()).toBeGreaterThan(held)
  await time.button('Seguir').click()
  await expect(time.strip.getByText('parado', { exact: true })).toBeHidden()
})

for (const width of [1280, 390]) {
  test(`why a pod is here and not there, ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 844 })
    const lab = new LabPage(page)
    await lab.open('taints')
    if (width < 800) await page.getByRole('navigation').getByRole('button', { name: 'Clúster' }).click()
    const pod = lab.cluster.locator('[data-item^="Pod/default/"]').first()
    await pod.getByRole('button', { name: /¿Por qué/ }).click()
    const dialog = page.getByRole('dialog', { name: /¿Por qué/ })
    const table = dialog.getByRole('group', { name: 'Nodos y reglas del scheduler' })
    await expect(table.getByRole('row')).not.toHaveCount(1)
    await expect(dialog).toContainText('Es lo que el scheduler decidió en su momento')
    await clean(page, 'placement')
    const [content, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
    expect(content).toBeLessThanOrEqual(screen!)
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
  })
}
