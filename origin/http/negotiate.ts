/** What a request's headers ask for. Pure. */

/** Whether `Accept-Encoding` takes gzip (RFC 9110 12.5.3). */
export function acceptsGzip(header: string | undefined): boolean {
  if (header === undefined) return false;
  if (header === 'gzip, deflate, br' || header === 'gzip, deflate, br, zstd') return true;
  let any: boolean | undefined;
  for (const item of header.split(',')) {
    const [coding = '', ...parameters] = item.split(';').map((word) => word.trim().toLowerCase());
    const isWanted = !parameters.some((parameter) => /^q=0(?:\.0{0,3})?$/.test(parameter));
    if (coding === 'gzip' || coding === 'x-gzip') return isWanted;
    if (coding === '*') any = isWanted;
  }
  return any ?? false;
}

/** Whether `If-None-Match` names this version; weak comparison (RFC 9110 13.1.2). */
export function isUnchanged(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  const bare = etag.replace(/^W\//, '');
  return header.trim() === '*' || header.split(',').some((item) => item.trim().replace(/^W\//, '') === bare);
}

/**
 * The language that `Accept-Language` wants most (RFC 9110 12.5.4), out of those there are: `de-AT` is `de`.
 * @returns undefined when there is none of them.
 */
export function preferredOf<Language extends string>(header: string | undefined, languages: readonly Language[]): Language | undefined {
  const wanted = (header ?? '').split(',').map((item) => {
    const [tag = '', weight = ''] = item
      .trim()
      .toLowerCase()
      .split(/\s*;\s*q=/);
    return { primary: tag.split('-')[0], weight: weight === '' ? 1 : Number(weight) };
  });
  const best = wanted.filter(({ weight }) => weight > 0).sort((one, other) => other.weight - one.weight);
  return best.flatMap(({ primary }) => languages.filter((language) => language === primary))[0];
}

/** `from` up to, not including, `to`. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

/**
 * The range that a `Range` header wants of `size` bytes. Undefined: send everything, because there is no header or one that may be
 * ignored (several ranges, another unit). `unsatisfiable`: 416.
 */
export function readRange(header: string | undefined, size: number): ByteRange | 'unsatisfiable' | undefined {
  const match = header === undefined ? null : /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header.trim());
  if (match === null) return undefined;
  const [, first = '', last = ''] = match;
  if (first === '') {
    if (last === '') return undefined;
    return Number(last) === 0 ? 'unsatisfiable' : { from: Math.max(0, size - Number(last)), to: size };
  }
  const from = Number(first);
  if (last !== '' && Number(last) < from) return undefined;
  if (from >= size) return 'unsatisfiable';
  return { from, to: last === '' ? size : Math.min(size, Number(last) + 1) };
}
