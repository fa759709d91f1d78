import { expect, test } from 'vitest';
import { nameLine, showGroup, showName } from './names';

test('Hanzi come first, every other group behind them', () => {
  expect(showName({ Alphabetic: 'Zhang^San', Ideographic: '张^三' })).toEqual({ main: '张三', others: ['Zhang, San'] });
  expect(showName({ Alphabetic: 'Yamada^Tarou', Ideographic: '山田^太郎', Phonetic: 'やまだ^たろう' })).toEqual({ main: '山田太郎', others: ['Yamada, Tarou', 'やまだたろう'] });
});

test('Hanzi that were written in the alphabetic group are the name all the same', () => {
  expect(showName({ Alphabetic: '欧阳^娜娜' }).main).toBe('欧阳娜娜');
  expect(showName({ Alphabetic: '李^四', Ideographic: '李^四' })).toEqual({ main: '李四', others: [] });
});

test('without Hanzi the first group that is there is the name', () => {
  expect(showName({ Alphabetic: 'Doe^Jane^^Dr.' }).main).toBe('Doe, Jane, Dr.');
  expect(showName({ Phonetic: 'やまだ' }).main).toBe('やまだ');
  expect(showName({})).toEqual({ main: '', others: [] });
});

test('empty components leave no trace', () => {
  expect(showGroup('^^^')).toBe('');
  expect(showGroup(' 王 ^ 芳 ^^')).toBe('王芳');
  expect(nameLine({ Alphabetic: 'Wang^Fang', Ideographic: '王^芳' })).toBe('王芳 (Wang, Fang)');
});
