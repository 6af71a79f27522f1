// The page for everybody: each view without a complaint of axe in every theme, texts 40 % longer that still fit, the
// page at 200 and 400 %, and the first look's story walked by keys alone.

import AxeBuilder from '@axe-core/playwright';
import type { BrowserContext, Page } from '@playwright/test';
import { afterEach, describe, expect, test } from 'vitest';
import { en } from '../../web/i18n/en.ts';
import { chromiumPath } from './chromium.ts';
import { servedBrowser } from './quiet-page.ts';

const LARGE = { width: 1440, height: 900 };
const SMALL = { width: 1024, height: 768 };

const served = servedBrowser();
let context: BrowserContext | undefined;

/** Opens the page at a fragment; `change` may rewrite the code with its texts. */
async function open(fragment: string, viewport = LARGE, change?: (code: string) => string, scale = 1): Promise<Page> {
  context = await served.browser().newContext({ viewport, reducedMotion: 'reduce', deviceScaleFactor: scale });
  const page = await context.newPage();
  if (change !== undefined) {
    // Whichever part of the code holds the texts.
    await page.route(/assets\/.*\.js$/, async (route) => {
      const response = await route.fetch();
      const code = await response.text();
      await route.fulfill({ response, body: code.includes(en['app.skipTimeline']) ? change(code) : code });
    });
  }
  await page.goto(`${served.server().url}#lang=en&${fragment}&theme=light`);
  await page.waitForFunction(() => location.hash.includes('s=tour'));
  return page;
}

describe.skipIf(chromiumPath === undefined)('the page for everybody', () => {
  afterEach(async () => {
    await context?.close();
  });

  const VIEWS: readonly (readonly [name: string, fragment: string, ...keys: string[]])[] = [
    ['the timeline', 't=270000000'],
    ['its table', 't=270000000', 't'],
    ['the chain of causes', 't=534000000&sel=Node/worker-1&tab=why&ax=chain'],
    ['a pod that waits', 't=432000000', '/', ...':po reports', 'Enter'],
    ['a description', 't=270000000&sel=Node/worker-1&tab=describe'],
    ['YAML', 't=270000000&sel=Node/worker-1&tab=yaml'],
    ['a diff', 't=270000000&sel=Deployment/shop/web&tab=diff'],
    ['events', 't=270000000&sel=Node/worker-1&tab=events'],
    ['a component', 't=310000000&sel=component/kube-scheduler'],
    ['an area', 't=270000000&area=180000000-300000000&tab=summary'],
    ['keys', 't=270000000', '?'],
    ['words', 't=270000000', 'g'],
    ['the finder', 't=270000000', '/', ...'worker'],
    ['a note', 't=270000000', 'm', ...'look'],
  ];

  const THEMES: readonly string[] = ['light', 'dark', 'projector'];

  // Each view in one theme: the colours of all are tested where they are defined.
  test.each(VIEWS.map(([name, ...rest], index) => [name, THEMES[index % 3], rest] as const))(
    'axe finds nothing in %s, %s',
    async (_, theme, [fragment, ...keys]) => {
      const page = await open(`${fragment}&theme=${theme}`);
      for (const key of keys) await page.keyboard.press(key);
      await page.waitForTimeout(300);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
    },
  );

  /** Texts that stick out of the box they stand in, or out of the window. */
  function stickingOut(page: Page): Promise<readonly string[]> {
    return page.evaluate(() => {
      const found: string[] = [];
      const canBeMoved = (element: Element | null): boolean =>
        element !== null &&
        (['auto', 'scroll'].includes(getComputedStyle(element).overflowX) || canBeMoved(element.parentElement));
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const range = document.createRange();
      for (let text = walker.nextNode(); text !== null; text = walker.nextNode()) {
        const words = text.textContent?.trim() ?? '';
        const parent = text.parentElement;
        if (words === '' || parent === null || parent.closest('.visually-hidden, .skip-links, select') !== null)
          continue;
        if (!parent.checkVisibility({ visibilityProperty: true })) continue;
        const scrolls = (element: Element): boolean =>
          ['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(element).overflowX);
        let box: Element | null = parent;
        while (box !== null && !scrolls(box) && !box.matches('button, label, th, td, h2, li')) box = box.parentElement;
        if (box === null) continue;
        const style = getComputedStyle(box);
        if (style.textOverflow === 'ellipsis' || ['auto', 'scroll'].includes(style.overflowX)) continue;
        range.selectNodeContents(text);
        const [own, outer] = [range.getBoundingClientRect(), box.getBoundingClientRect()];
        if (outer.width <= 1) continue; // there for a screen reader alone
        const isOut = own.right > outer.right + 1.5 || own.left < outer.left - 1.5;
        const isBeyond = own.right > innerWidth + 1 && !canBeMoved(box);
        if (isOut || isBeyond) found.push(`${words} in <${box.tagName} class="${box.className}">`);
      }
      return found;
    });
  }

  /** Each word of a message 40 % longer; values and what stands between signs stay. */
  function longer(message: string): string {
    return message.replace(/(\{\w+\})|([A-Za-z]+)/g, (_, value: string | undefined, word: string) =>
      value === undefined ? word + word.slice(0, Math.ceil(word.length * 0.4)) : value,
    );
  }

  /** The built code with longer messages; throws where it does not find most of them. */
  function withLongerTexts(code: string): string {
    let changed = 0;
    let longerCode = code;
    for (const [key, message] of Object.entries(en)) {
      const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      const pattern = new RegExp(`(["'\`]${escaped(key)}["'\`]:["'\`])${escaped(message)}(?=["'\`])`);
      longerCode = longerCode.replace(pattern, (_, start: string) => {
        changed += 1;
        return start + longer(message);
      });
    }
    expect(changed).toBeGreaterThan(Object.keys(en).length * 0.9);
    return longerCode;
  }

  const PLACES = ['t=270000000&sel=Node/worker-1&tab=why', 't=432000000&area=180000000-300000000&tab=summary'];

  test.each(PLACES.flatMap((place) => [LARGE, SMALL].map((size) => [place, size.width, size] as const)))(
    'texts 40 percent longer fit: %s, %d wide',
    async (place, _, size) => {
      const page = await open(place, size, withLongerTexts);
      await page
        .getByText(longer(en['dock.worst']))
        .or(page.getByText(longer(en['area.summary'])))
        .first()
        .waitFor();
      await page.waitForTimeout(300);
      expect(await stickingOut(page)).toEqual([]);
    },
  );

  test.each([
    [150, 'timeline'],
    [200, 'phone'],
    [400, 'phone'],
  ])('at %d percent nothing sticks out, and nothing has to be moved sideways: %s', async (percent, layout) => {
    const zoom = percent / 100;
    const page = await open(
      't=270000000&sel=Node/worker-1&tab=describe',
      {
        width: Math.round(LARGE.width / zoom),
        height: Math.round(LARGE.height / zoom),
      },
      undefined,
      zoom,
    );
    expect(await page.locator('.phone').count()).toBe(layout === 'phone' ? 1 : 0);
    expect(await stickingOut(page)).toEqual([]);
    const { width, window } = await page.evaluate(() => {
      return { width: document.documentElement.scrollWidth, window: innerWidth };
    });
    expect(width).toBeLessThanOrEqual(window);
  });

  /** Texts and all that holds them twice as large, as a reader's setting of the browser does it. */
  const TWICE = `new MutationObserver((_, observer) => {
    if (document.documentElement === null) return;
    document.documentElement.style.fontSize = '32px';
    observer.disconnect();
  }).observe(document, { childList: true })`;

  test.each([
    [2880, 1800, 'tracks'],
    [2048, 1536, 'tracks'],
    [1440, 900, 'phone'],
  ])('texts of twice the size, %d by %d: rows and targets grow with them: %s', async (width, height, layout) => {
    context = await served.browser().newContext({ viewport: { width, height }, reducedMotion: 'reduce' });
    const page = await context.newPage();
    await page.addInitScript(TWICE);
    await page.goto(`${served.server().url}#lang=en&t=270000000&sel=Node/worker-1&tab=why&theme=light`);
    await page.locator('.chain-step').first().waitFor();
    expect(await stickingOut(page)).toEqual([]);
    expect(await page.locator('.phone').count()).toBe(layout === 'phone' ? 1 : 0);
    const name = layout === 'phone' ? page.locator('.drawer-title') : page.locator('.tree-node').first();
    const [text, row] = await name.evaluate((element) => {
      return [Number.parseFloat(getComputedStyle(element).fontSize), element.getBoundingClientRect().height];
    });
    expect(text).toBe(layout === 'phone' ? 30 : 24);
    expect(row).toBeGreaterThanOrEqual(layout === 'phone' ? 40 : 44);
    if (layout === 'phone') return;
    // The canvas too: a click on the row's bar, at twice the distance, selects the node under it.
    const { x, y } = (await page.locator('.stage').boundingBox()) ?? { x: 0, y: 0 };
    const other = page.locator('.tree-node:not(.selected)').first();
    const head = await other.boundingBox();
    const otherName = await other.locator('b').innerText();
    await page.mouse.click(x + 40, (head?.y ?? y) + 22);
    await page.locator('.drawer-title', { hasText: otherName }).waitFor();
  });
});
