// No page, in no state, breaks a rule of axe.
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** A theme changes nothing but colours. */
const themed = ['color-contrast', 'link-in-text-block']

/** Neither in light nor in dark, where it leaves the page. @param what names the state in the failure */
export async function clean(page: Page, what: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    const axe = new AxeBuilder({ page })
    const { violations } = await (colorScheme === 'light' ? axe : axe.withRules(themed)).analyze()
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => String(target)).join(' | ')}`),
      `${what}, ${colorScheme}`,
    ).toEqual([])
  }
}
