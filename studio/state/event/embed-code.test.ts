import { expect, it } from 'vitest';
import { embedCode } from './embed-code.ts';

it('is one line each, for the event, from where it is', () => {
  const { frame, element } = embedCode('https://webcast.example', 'keynote', 'The keynote');
  expect(frame).toMatch(
    /^<iframe src="https:\/\/webcast\.example\/embed\/keynote" title="The keynote" allow="[^"]+" referrerpolicy="origin" style="[^"]+"><\/iframe>$/,
  );
  expect(element).toBe(
    '<script type="module" src="https://webcast.example/embed.js"></script> <plenary-stage slug="keynote" label="The keynote"></plenary-stage>',
  );
});

it('a title cannot leave its attribute', () => {
  const { frame, element } = embedCode('https://webcast.example', '"><b>', '"><script>alert(1)</script>&');
  for (const code of [frame, element]) {
    expect(code).toContain('="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;"');
    expect(code).not.toMatch(/<script>|<b>/);
  }
});
