/** What people may write to make a page run something of theirs: markup, attributes, addresses, templates, bidi and script tricks. */

/** Each would set `window.pwned` or call for a picture that is not there, if it were anything but text. */
export const INJECTIONS: readonly string[] = [
  '<script>window.pwned=1</script>',
  '<img src=x onerror=window.pwned=1>',
  '<svg/onload=window.pwned=1>',
  '"><svg onload=window.pwned=1>',
  "'-(window.pwned=1)-'",
  '" autofocus onfocus=window.pwned=1 x="',
  'javascript:window.pwned=1',
  'JaVaScRiPt:window.pwned=1//https://a.example',
  'data:text/html,<script>window.pwned=1</script>',
  '<iframe srcdoc="<script>parent.pwned=1</script>">',
  '<a href="javascript:window.pwned=1">x</a>',
  '<details open ontoggle=window.pwned=1>',
  '<math><mtext><style><img src=x onerror=window.pwned=1></style></mtext></math>',
  '<template><img src=x onerror=window.pwned=1></template>',
  '{{constructor.constructor("window.pwned=1")()}}',
  '${window.pwned=1}',
  '</title><script>window.pwned=1</script>',
  '</textarea><img src=x onerror=window.pwned=1>',
  '&lt;img src=x onerror=window.pwned=1&gt;',
  '\\u003cimg src=x onerror=window.pwned=1\\u003e',
  '<scr\u0000ipt>window.pwned=1</scr\u0000ipt>',
  '＜script＞window.pwned=1＜/script＞',
  '@<img src=x onerror=window.pwned=1>',
  '__proto__',
];
