import { expect, it } from 'vitest';
import { calmFor } from './look-pace.ts';

it.each([
  { isAwaiting: false, aheadSeconds: 0.54, ms: 300, because: 'a part has just come' },
  { isAwaiting: false, aheadSeconds: 20, ms: 300, because: 'there is plenty' },
  { isAwaiting: false, aheadSeconds: 0.3, ms: 150, because: 'then half of it is left' },
  { isAwaiting: true, aheadSeconds: 0.54, ms: 100, because: 'what does not come may have to be waited for more slowly' },
  { isAwaiting: true, aheadSeconds: 0.22, ms: 70, because: 'that is less than there is time for' },
  { isAwaiting: false, aheadSeconds: 0.1, ms: 50, because: 'it runs dry' },
])('$aheadSeconds s ahead, awaiting $isAwaiting: again in $ms ms, $because', ({ isAwaiting, aheadSeconds, ms }) => {
  expect(calmFor(isAwaiting, aheadSeconds)).toBeCloseTo(ms);
});
