import type { Page } from 'playwright-core';

/** What stands over an edge of the screen, or is cut by it, and large amounts that are. */
export const cutOff = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const { innerWidth, innerHeight } = window;
    const inList = (element: Element) => element.closest('.display-list') !== null;
    return [...document.querySelectorAll('p, h1, svg, .money, .display-item')]
      .filter((element) => element.getClientRects().length > 0)
      .filter((element) => {
        const { left, right, top, bottom } = element.getBoundingClientRect();
        const wide = left < -0.5 || right > innerWidth + 0.5;
        const rows = element.parentElement?.closest('.display-rows')?.getBoundingClientRect();
        const hidden = rows !== undefined && (top < rows.top - 0.5 || bottom > rows.bottom + 0.5);
        const list = element.closest('.display-list')?.getBoundingClientRect();
        const isNewest = element.matches('[data-newest]');
        const missed = list && isNewest && (top < list.top - 1 || bottom > list.bottom + 1);
        return missed || wide || hidden || (!inList(element) && (top < -0.5 || bottom > innerHeight + 0.5));
      })
      .map((element) => `${element.className} ${element.textContent}`);
  });

/** The least contrast of money on its ground, and the smallest letters of lines and of large amounts, in pixels. */
export const measured = (page: Page) =>
  page.evaluate(() => {
    const channel = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    const luminance = (colour: string) => {
      const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map((one) =>
        channel(Number(one) / 255),
      );
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const groundOf = (element: Element): string => {
      for (let at: Element | null = element; at; at = at.parentElement) {
        const { backgroundColor } = getComputedStyle(at);
        if (!/^rgba\(.*, 0\)$|transparent/.test(backgroundColor)) return backgroundColor;
      }
      return 'rgb(255, 255, 255)';
    };
    const ratios = [...document.querySelectorAll('.money')].map((element) => {
      const [dark = 0, light = 0] = [
        luminance(getComputedStyle(element).color),
        luminance(groundOf(element)),
      ].sort((a, b) => a - b);
      return {
        ratio: (light + 0.05) / (dark + 0.05),
        text: element.textContent,
        muted: element.closest('.display-muted') !== null,
      };
    });
    const sizeOf = (selector: string) =>
      Math.min(
        ...[...document.querySelectorAll(selector)].map((element) =>
          Number.parseFloat(getComputedStyle(element).fontSize),
        ),
      );
    return {
      faint: ratios.filter(({ ratio }) => ratio < 7),
      line: sizeOf('.display-line'),
      note: sizeOf('.display-note'),
      hero: sizeOf('.display-hero'),
      moving: document.getAnimations().length,
    };
  });
