// No page, in no state, breaks a rule of axe.
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** A theme changes nothing but colours. */
const themed = ['color-contrast', 'link-in-text-block']

/**
 * Neither in light nor in dark, where it leaves the page.
 * @param what names the state in the failure
 * @param options.code the colours of YAML and of terminals too: the same everywhere, hundreds of words a page, seen once
 */
export async function clean(page: Page, what: string, options: { code?: boolean } = {}): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    // Legacy: without a page of its own for the result, which frames of other sites would need.
    let axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] })
    if (colorScheme === 'dark') axe = axe.withRules(themed)
    if (!options.code) axe = axe.exclude('pre span')
    const { violations } = await axe.analyze()
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => String(target)).join(' | ')}`),
      `${what}, ${colorScheme}`,
    ).toEqual([])
  }
}
