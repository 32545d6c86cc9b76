import { describe, expect, it } from 'vitest';
import { defineError, definedErrorCodes, errorMessage, LiveError } from './errors.ts';

const StreamBusy = defineError<{ readonly stream: string }>('TEST_STREAM_BUSY', {
  status: 409,
  retryable: true,
  message: ({ stream }) => `stream ${stream} already has a publisher`,
});

describe('defineError', () => {
  it('makes an error that callers can be shown, without its stack or cause', () => {
    const cause = new Error('secret detail');
    const error = new StreamBusy({ stream: 'demo' }, cause);
    expect(error).toBeInstanceOf(LiveError);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: 'TEST_STREAM_BUSY', status: 409, cause });
    expect(error.toPublic()).toEqual({ code: 'TEST_STREAM_BUSY', message: 'stream demo already has a publisher', retryable: true });
  });

  it('has no cause when none was given', () => {
    expect('cause' in new StreamBusy({ stream: 'demo' })).toBe(false);
  });

  it('lists every code, sorted, and refuses to define one twice', () => {
    const again = () => defineError('TEST_STREAM_BUSY', { status: 500, retryable: false, message: () => '' });
    expect(again).toThrow('defined twice');
    const codes = definedErrorCodes();
    expect(codes).toContain('TEST_STREAM_BUSY');
    expect([...codes].sort()).toEqual(codes);
  });

  it('tells its class by code', () => {
    expect(StreamBusy.code).toBe('TEST_STREAM_BUSY');
    expect(StreamBusy.definition.status).toBe(409);
  });
});

describe('errorMessage', () => {
  it('is a sentence for anything thrown', () => {
    expect([errorMessage(new Error('a')), errorMessage('b'), errorMessage(undefined)]).toEqual(['a', 'b', 'undefined']);
  });
});
