import { t } from '../i18n/index.ts';
import { keyOf, type Tile } from '../state/tiles.ts';

/** What is written on a tile. */
export function labelOf({ kind, self, name }: Tile): string {
  if (kind === 'screen') {
    return self ? t('tile.screen.self') : t('tile.screen', { name });
  }
  return self ? t('tile.self', { name }) : name;
}

/** The key of the tile an element draws. */
export function keyOfElement({ dataset }: HTMLElement): string {
  return keyOf(dataset['participant'] ?? '', dataset['kind'] as Tile['kind']);
}
