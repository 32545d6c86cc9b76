/** AMF0 strings, as they stand in a data message: marker 2, length, text. */
const SET_DATA_FRAME = amfString('@setDataFrame');
const ON_META_DATA = amfString('onMetaData');
/** Encoders write a few hundred bytes. */
const MAX_BYTES = 16 * 1024;

/**
 * An encoder's metadata as FLV wants it: RTMP puts `@setDataFrame` before it.
 * @returns undefined for every other data message; none of them is of use to a transcoder.
 */
export function readMetadata(payload: Buffer): Buffer | undefined {
  const body = startsWith(payload, SET_DATA_FRAME) ? payload.subarray(SET_DATA_FRAME.byteLength) : payload;
  return startsWith(body, ON_META_DATA) && body.byteLength <= MAX_BYTES ? body : undefined;
}

function startsWith(bytes: Buffer, start: Buffer): boolean {
  return bytes.subarray(0, start.byteLength).equals(start);
}

function amfString(text: string): Buffer {
  return Buffer.concat([Buffer.of(2, 0, text.length), Buffer.from(text, 'latin1')]);
}
