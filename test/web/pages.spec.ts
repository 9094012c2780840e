// Every page, light and dark, from 320 to 1280 px: no axe violation, nothing wider than the screen, nothing hidden that matters.
import { expect, type Page, test } from '@playwright/test'
import { loadCatalogue } from '../../course/catalogue.ts'
import { join } from 'node:path'
import { clean } from './axe.ts'
import { LabPage } from './lab.ts'

const catalogue = loadCatalogue(join(import.meta.dirname, '..', '..'))
const lessons = catalogue.modules.flatMap(({ lessons: all }) =>
  all.map(({ module, slug }) => `/lecciones/${module}/${slug}`),
)

async function fitsEveryWidth(page: Page, what: string): Promise<void> {
  for (const width of [320, 390, 768, 1024, 1280]) {
    await page.setViewportSize({ width, height: 800 })
    const [content, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
    expect(content, `${what} at ${width}`).toBeLessThanOrEqual(screen!)
  }
}

/** Between them they have YAML, templates, scripts and what terminals say. */
const withCode = ['/lecciones/jobs/jobs', '/lecciones/plantillas-de-despliegue/helm']

for (const path of ['/', '/no-hay', ...lessons]) {
  test(`${path} is clean in both themes and no wider than the screen`, async ({ page }) => {
    await page.goto(path)
    await page.locator('details').evaluateAll((all) => all.forEach((it) => it.setAttribute('open', '')))
    await clean(page, path, { code: withCode.includes(path) })
    await fitsEveryWidth(page, path)
  })
}

test('the lab is clean on a wide screen, with what it answers', async ({ page }) => {
  const lab = new LabPage(page)
  await lab.open()
  await clean(page, 'lab')
  await lab.file('2-pvc-datos-mariadb.yaml')
  await lab.apply()
  await expect(lab.report).toContainText('Rechazado')
  await lab.grade()
  await expect(lab.tasks.getByText(/tareas bien/)).toBeVisible({ timeout: 60_000 })
  await clean(page, 'lab with a verdict')
  await page.getByRole('button', { name: 'Tu kubectl' }).click()
  await clean(page, 'Tu kubectl')
  await page.keyboard.press('Escape')
  await lab.cluster.getByRole('button', { name: 'lento-5', exact: true }).click()
  await expect(page.getByRole('dialog')).toContainText('storageClassName')
  await clean(page, 'object')
})

test('a lab is no wider than the screen', async ({ page }) => {
  const path = '/laboratorios/pv-y-pvc'
  await page.goto(path)
  await fitsEveryWidth(page, path)
})

test('at 1280 px everything that answers an action is in sight', async ({ page }) => {
  const lab = new LabPage(page)
  await lab.open()
  for (const seen of [
    lab.tasks,
    lab.editor,
    lab.cluster,
    lab.report,
    lab.tasks.getByRole('button', { name: 'Evaluar' }),
    lab.editorPane().getByRole('button', { name: 'Aplicar Ctrl' }),
    page.getByRole('button', { name: 'Tu kubectl' }),
    page.getByRole('button', { name: 'Reiniciar' }),
  ]) {
    await expect(seen).toBeInViewport()
  }
  await expect(page.getByRole('navigation', { name: 'Partes del laboratorio' })).toBeHidden()
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

  test('each part of the lab is clean', async ({ page }) => {
    const lab = new LabPage(page)
    await lab.open()
    await clean(page, 'Tareas')
    for (const tab of ['YAML', 'Clúster']) {
      await page.getByRole('navigation').getByRole('button', { name: tab }).click()
      await clean(page, tab)
    }
  })

  test('the tabs say what happened behind them', async ({ page }) => {
    const lab = new LabPage(page)
    await lab.open()
    const tabs = page.getByRole('navigation', { name: 'Partes del laboratorio' })
    await expect(lab.editor).toBeHidden()
    await tabs.getByRole('button', { name: 'YAML' }).tap()
    await expect(lab.editor).toBeVisible()
    await page.getByRole('button', { name: 'Aplicar', exact: true }).tap()
    await expect(lab.report).toContainText('Creado')
    await expect(tabs.getByRole('button', { name: /Clúster.*\d+ cambio/ })).toBeVisible()
    await tabs.getByRole('button', { name: 'Clúster' }).tap()
    await expect(lab.item('PersistentVolume/volumen1')).toBeVisible()
    await page.getByRole('button', { name: 'Evaluar', exact: true }).tap()
    await expect(lab.tasks.getByText('1 de 5 tareas bien.')).toBeVisible({ timeout: 60_000 })
    await expect(lab.tasks.locator('[data-check="mariadb-casa"]')).toBeInViewport()
  })
})

test('the keyboard is enough', async ({ page }) => {
  const lab = new LabPage(page)
  await lab.open()
  await lab.editor.focus()
  await page.keyboard.press('ControlOrMeta+Enter')
  await expect(lab.report).toContainText('Creado persistentvolume/volumen1')
  await page.keyboard.press('ControlOrMeta+Shift+Enter')
  await expect(lab.tasks.getByText('1 de 5 tareas bien.')).toBeVisible({ timeout: 60_000 })
  await expect(lab.editor).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(lab.editor).toBeFocused()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Tab')
  await expect(lab.editor).not.toBeFocused()
})

test('the choice of colours is kept', async ({ page }) => {
  await page.goto('/')
  await page.getByRole('button', { name: 'Colores: sistema. Cambiar' }).click()
  await page.getByRole('button', { name: 'Colores: claro. Cambiar' }).click()
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'oscuro')
})
