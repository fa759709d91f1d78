import { expect, test } from 'vitest';
import { boxHeight, MAX_BOX, placeOfScroll, placeToShow, rowsInView, scrollOfPlace } from './virtual';

const ROW = 34;
const view = 600;
const extentOf = (rows: number) => ({ total: rows * ROW, view });

test('a list that browsers can draw is scrolled as it is', () => {
  const extent = extentOf(1000);
  expect(boxHeight(extent)).toBe(34_000);
  expect(placeOfScroll(1234, extent)).toBe(1234);
});

test.each([1_000_000, 5_000_000])('of %i rows the first and the last come into sight, and every row can be shown', rows => {
  const extent = extentOf(rows);
  expect(boxHeight(extent)).toBe(MAX_BOX);
  expect(rowsInView(placeOfScroll(0, extent), ROW, view, rows).first).toBe(0);
  expect(rowsInView(placeOfScroll(MAX_BOX - view, extent), ROW, view, rows).last).toBe(rows - 1);
  for (let row = 0; row < rows; row += 9973) {
    const place = Math.min(row * ROW, extent.total - view);
    expect(placeOfScroll(scrollOfPlace(place, extent), extent)).toBeCloseTo(place, 3);
  }
});

test('scrolling down never goes up, and near the ends a pixel is a pixel', () => {
  const extent = extentOf(1_000_000);
  let before = -1;
  for (let scroll = 0; scroll <= MAX_BOX - view; scroll += 50_000) {
    const place = placeOfScroll(scroll, extent);
    expect(place).toBeGreaterThan(before);
    before = place;
  }
  expect(placeOfScroll(500, extent)).toBe(500);
  const end = MAX_BOX - view;
  expect(placeOfScroll(end, extent) - placeOfScroll(end - 300, extent)).toBe(300);
});

test('a row is shown by moving no more than needed', () => {
  expect(placeToShow(5, 0, ROW, view)).toBe(0);
  expect(placeToShow(0, 500, ROW, view)).toBe(0);
  expect(placeToShow(20, 0, ROW, view)).toBe(21 * ROW - view);
});

test('an empty list has no rows in view', () => expect(rowsInView(0, ROW, view, 0)).toEqual({ first: 0, last: -1 }));
