import { expect, it } from 'vitest';
import type { RecordingId } from './ids.ts';
import { readNewest, writeNewest } from './newest-recording.ts';

it('comes back as it was written', () => {
  const newest = { recording: 'recording-1' as RecordingId, startMs: 1_790_000_000_000 };
  expect(readNewest(writeNewest(newest))).toEqual(newest);
});

it.each(['', 'null', '[]', '{', '{"recording":"../x","startMs":1}', '{"recording":"recording-1","startMs":"1"}'])('%j is none', (text) => {
  expect(readNewest(text)).toBeUndefined();
});
