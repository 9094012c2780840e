// The lab page as a person uses it, for the tests.
import { expect, type Locator, type Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const labs = join(import.meta.dirname, '..', '..', 'labs')

export class LabPage {
  readonly page: Page
  readonly editor: Locator
  readonly report: Locator
  readonly cluster: Locator
  readonly tasks: Locator

  constructor(page: Page) {
    this.page = page
    this.editor = page.getByRole('textbox', { name: /^Editor de/ })
    this.report = page.getByRole('log', { name: 'Resultado de aplicar' })
    this.cluster = page.getByRole('region', { name: 'Clúster' })
    this.tasks = page.getByRole('region', { name: 'Tareas' })
  }

  async open(lab = 'pv-y-pvc'): Promise<void> {
    await this.page.goto(`/laboratorios/${lab}`)
    await expect(this.page.getByText(/listo en [\d.]+ m?s/)).toBeVisible({ timeout: 20_000 })
  }

  /** Opens a file of the editor. */
  async file(name: string): Promise<void> {
    await this.page.getByRole('group', { name: 'Ficheros' }).getByRole('button', { name, exact: true }).click()
  }

  /** Replaces what the editor has. */
  async write(text: string): Promise<void> {
    await this.editor.click()
    await this.page.keyboard.press('ControlOrMeta+a')
    // As a paste: typing would be helped by the editor's own indentation.
    await this.page.keyboard.insertText(text)
    if (text === '') await this.page.keyboard.press('Delete')
  }

  /** As picked from the learner's own disk. */
  async upload(name: string, content: string | Buffer): Promise<void> {
    await this.page
      .getByLabel('Ficheros de tu ordenador')
      .setInputFiles({ name, mimeType: 'application/yaml', buffer: Buffer.from(content) })
  }

  async apply(): Promise<void> {
    await this.editorPane().getByRole('button', { name: 'Aplicar Ctrl' }).click()
  }

  async grade(): Promise<void> {
    await this.tasks.getByRole('button', { name: 'Evaluar' }).click()
  }

  /** The row of an object in the live view, by its key. */
  item(key: string): Locator {
    return this.cluster.locator(`[data-item="${key}"]`)
  }

  editorPane(): Locator {
    return this.page.getByRole('region', { name: 'YAML' })
  }
}

/** A file of a lab's solution. */
export function solution(name: string, lab = 'pv-y-pvc'): string {
  return readFileSync(join(labs, lab, 'solution', name), 'utf8')
}
