import { expect, test } from 'vitest';
import { daysLeft, growthOf } from './growth';

const day = (text: string, bytes: number) => ({ day: text, studies: 1, instances: 1, bytes });

test('days sum up', () => {
  const growth = growthOf([day('2026-11-25', 10), day('2026-11-26', 0), day('2026-11-27', 30)]);
  expect(growth).toMatchObject({ days: ['2026-11-25', '2026-11-26', '2026-11-27'], came: [10, 0, 30], summed: [10, 10, 40], total: 40 });
  expect(growth.most?.day).toBe('2026-11-27');
});

test('what is free lasts as long as it goes on like that', () => {
  const growth = growthOf([day('2026-11-26', 10), day('2026-11-27', 30)]);
  expect(daysLeft(growth, 200)).toBe(10);
  expect(daysLeft(growth, null)).toBeNull();
  expect(daysLeft(growth, 1e9)).toBeNull();
  expect(daysLeft(growthOf([day('2026-11-27', 0)]), 200)).toBeNull();
  expect(growthOf([]).most).toBeNull();
});
