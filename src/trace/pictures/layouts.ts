/** Sizes of a picture, in pixels of its own: one for windows, one for phones, on which the name of a bar is above it. */
export interface PictureLayout {
  readonly width: number;
  /** Where bars begin and how far from the right edge they end. */
  readonly left: number;
  readonly right: number;
  /** From the top of a row to its bar; 0 where the name is beside it. */
  readonly above: number;
  /** Room for a name. */
  readonly label: number;
  readonly mostTicks: number;
  /** Items of a legend that stand side by side. */
  readonly legendColumns: number;
}

export const wideLayout: PictureLayout = {
  width: 860,
  left: 230,
  right: 190,
  above: 0,
  label: 202,
  mostTicks: 10,
  legendColumns: 4,
};

export const narrowLayout: PictureLayout = {
  width: 320,
  left: 10,
  right: 10,
  above: 19,
  label: 165,
  mostTicks: 6,
  legendColumns: 1,
};

export const chartWidth = ({ width, left, right }: PictureLayout): number => width - left - right;

export const legendRow = 20;

/** Height of a legend of so many items. */
export const legendHeight = (items: number, { legendColumns }: PictureLayout): number =>
  Math.ceil(items / legendColumns) * legendRow + 16;

/** Where an item of a legend begins. */
export function legendPlace(at: number, { width, legendColumns }: PictureLayout): { readonly x: number; readonly y: number } {
  const column = at % legendColumns;
  return { x: 12 + column * ((width - 16) / legendColumns), y: Math.floor(at / legendColumns) * legendRow };
}
