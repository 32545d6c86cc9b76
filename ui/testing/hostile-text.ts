/** What people may write to make a page run something of theirs: markup, attributes, addresses, templates, bidi and script tricks. */

/**
 * Each would set `window.pwned`, ask for a picture that is not there or leave an element with `data-planted`, if it were anything but text:
 * `execution-watch.ts` looks for all of it.
 */
export const HOSTILE_TEXTS: readonly string[] = [
  '<img data-planted src=x onerror=pwned=1>',
  '<script data-planted>window.pwned=1</script>',
  '<svg data-planted onload=alert(1)>',
  '<svg/data-planted/onload=pwned=1>',
  '"><svg data-planted onload=pwned=1>',
  "'><b data-planted onmouseover='pwned=1'>x",
  "'-(window.pwned=1)-'",
  '" autofocus onfocus=pwned=1 data-planted x="',
  'javascript:window.pwned=1',
  'JaVaScRiPt:window.pwned=1//https://a.example',
  'data:text/html,<script>parent.pwned=1</script>',
  '<iframe data-planted srcdoc="<script>parent.pwned=1</script>">',
  '<a data-planted href="javascript:window.pwned=1">x</a>',
  '[x](javascript:window.pwned=1)',
  '<details data-planted open ontoggle=pwned=1>',
  '<math data-planted><mtext><style><img src=x onerror=pwned=1></style></mtext></math>',
  '<template data-planted><img src=x onerror=pwned=1></template>',
  '<form data-planted action=javascript:pwned=1><button>x',
  '<base data-planted href=//a.example/>',
  '<meta data-planted http-equiv=refresh content=0;url=javascript:pwned=1>',
  '<object data-planted data=javascript:pwned=1>',
  '{{constructor.constructor("window.pwned=1")()}}',
  '${window.pwned=1}',
  '</title><script data-planted>window.pwned=1</script>',
  '</textarea><img data-planted src=x onerror=pwned=1>',
  '</option></select><img data-planted src=x onerror=pwned=1>',
  ']]><img data-planted src=x onerror=pwned=1>',
  '&lt;img data-planted src=x onerror=pwned=1&gt;',
  '\\u003cimg data-planted src=x onerror=pwned=1\\u003e',
  '<scr\u0000ipt data-planted>window.pwned=1</scr\u0000ipt>',
  '＜script＞window.pwned=1＜/script＞',
  '@<img data-planted src=x onerror=pwned=1>',
  '<plaintext data-planted>',
  '__proto__',
];

/** Addresses at which nothing may ever be opened. */
export const HOSTILE_ADDRESSES: readonly string[] = [
  'javascript:window.pwned=1',
  'JaVaScRiPt:window.pwned=1//https://a.example',
  ' javascript:window.pwned=1',
  'java\tscript:window.pwned=1',
  'data:text/html,<script>window.pwned=1</script>',
  'vbscript:window.pwned=1',
  'blob:https://a.example/x',
  'file:///etc/passwd',
  '//a.example/x',
  'http://a.example/x',
];

/** As many of {@link HOSTILE_TEXTS} as there is room for, in one text; the first always. @param most characters. */
export function hostileText(most: number): string {
  let text = '';
  for (const one of HOSTILE_TEXTS) {
    if (one.includes('\u0000')) continue;
    const longer = text === '' ? one : `${text} ${one}`;
    if (longer.length <= most) text = longer;
  }
  return text;
}

/** Those that fit. @param most characters of each. */
export const hostileWithin = (most: number): readonly string[] =>
  HOSTILE_TEXTS.filter((text) => text.length <= most && !text.includes('\u0000'));
