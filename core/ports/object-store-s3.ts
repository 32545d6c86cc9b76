import { createHash } from 'node:crypto';
import type { S3ServiceException } from '@aws-sdk/client-s3';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { errorMessage } from '../runtime/errors.ts';
import type { Log } from '../runtime/log.ts';
import { TimeLimitError, withTimeLimit } from '../runtime/time-limit.ts';
import type { ObjectFacts, ObjectHead, ObjectInfo, ObjectStore } from './object-store.ts';
import type { StoreOperation } from './object-store-errors.ts';
import { checkObjectKey, checkObjectPrefix, StoreRefused, StoreUnavailable } from './object-store-errors.ts';
import { pause } from '../runtime/pause.ts';

export interface S3Options {
  /** undefined: AWS in `region`. */
  readonly endpoint: string | undefined;
  readonly region: string;
  readonly bucket: string;
  /** undefined: the SDK's own chain (instance role, profile). */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
  readonly forcePathStyle: boolean;
  /** What every key starts with in the bucket; empty or ending in `/`. */
  readonly prefix: string;
  /** For one try; ms. */
  readonly tryLimitMs?: number;
  readonly tries?: number;
  /** Before the second try; doubles, with full jitter; ms. */
  readonly retryMs?: number;
}

const TRY_LIMIT_MS = 10_000;
const CONNECT_LIMIT_MS = 2_000;
const TRIES = 3;
const RETRY_MS = 150;
const MAX_SOCKETS = 32;
/** Where the digest of an object's bytes stands among its metadata, so that a truncated answer is noticed. */
const DIGEST = 'sha256';

const REFUSALS: Readonly<Record<string, string>> = {
  NoSuchBucket: 'there is no such bucket: create it, or set S3_BUCKET',
  AccessDenied: 'access denied: give the key permission to read, write, list and delete in the bucket',
  Forbidden: 'access denied: give the key permission to read, write, list and delete in the bucket',
  InvalidAccessKeyId: 'the access key is not known: set S3_ACCESS_KEY_ID',
  SignatureDoesNotMatch: 'the secret is wrong: set S3_SECRET_ACCESS_KEY',
  QuotaExceeded: 'the quota is used up',
  PermanentRedirect: 'the bucket is in another region: set S3_REGION',
  AuthorizationHeaderMalformed: 'the bucket is in another region: set S3_REGION',
};

/** An {@link ObjectStore} behind the S3 API, with time limits and retries of its own. */
export class ObjectStoreS3 implements ObjectStore {
  readonly #client: S3Client;
  readonly #options: S3Options;

  private constructor(options: S3Options) {
    this.#options = options;
    this.#client = new S3Client({
      region: options.region,
      forcePathStyle: options.forcePathStyle,
      maxAttempts: 1,
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestHandler: new NodeHttpHandler({
        connectionTimeout: CONNECT_LIMIT_MS,
        httpAgent: { maxSockets: MAX_SOCKETS },
        httpsAgent: { maxSockets: MAX_SOCKETS },
      }),
      ...(options.endpoint === undefined ? {} : { endpoint: options.endpoint }),
      ...(options.credentials === undefined ? {} : { credentials: options.credentials }),
    });
  }

  /** @throws StoreRefused when it is set up wrongly; a store that is merely away is told in the log, and the spool waits for it. */
  static async open(options: S3Options, log: Log): Promise<ObjectStoreS3> {
    const store = new ObjectStoreS3(options);
    try {
      await store.#run('open', undefined, (signal) =>
        store.#client.send(new HeadBucketCommand({ Bucket: options.bucket }), { abortSignal: signal }),
      );
      log.info({ endpoint: options.endpoint ?? 'aws', region: options.region, bucket: options.bucket }, 'object store: S3');
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) {
        await store.close();
        throw error;
      }
      log.warn({ reason: error.message }, 'object store: S3, which does not answer now; segments wait in the spool');
    }
    return store;
  }

  async put(key: string, body: Uint8Array, facts: ObjectFacts, signal?: AbortSignal): Promise<void> {
    checkObjectKey('put', key);
    const sha256 = createHash('sha256').update(body).digest('hex');
    await this.#run('put', signal, (inner) =>
      this.#client.send(
        new PutObjectCommand({
          ...this.#place(key),
          Body: body,
          ContentLength: body.byteLength,
          ContentType: facts.contentType,
          CacheControl: facts.cacheControl,
          Metadata: { [DIGEST]: sha256 },
        }),
        { abortSignal: inner },
      ),
    );
  }

  async get(key: string, signal?: AbortSignal): Promise<Uint8Array | undefined> {
    checkObjectKey('get', key);
    return this.#run('get', signal, (inner) =>
      unlessMissing(async () => {
        const answer = await this.#client.send(new GetObjectCommand(this.#place(key)), { abortSignal: inner });
        const bytes = (await answer.Body?.transformToByteArray()) ?? new Uint8Array();
        if (answer.ContentLength !== undefined && answer.ContentLength !== bytes.byteLength) throw new Truncated();
        const wanted = answer.Metadata?.[DIGEST];
        if (wanted !== undefined && createHash('sha256').update(bytes).digest('hex') !== wanted) throw new Truncated();
        return bytes;
      }),
    );
  }

  async head(key: string, signal?: AbortSignal): Promise<ObjectHead | undefined> {
    checkObjectKey('head', key);
    return this.#run('head', signal, (inner) =>
      unlessMissing(async () => {
        const answer = await this.#client.send(new HeadObjectCommand(this.#place(key)), { abortSignal: inner });
        return {
          key,
          sizeBytes: answer.ContentLength ?? 0,
          modifiedMs: answer.LastModified?.getTime() ?? 0,
          facts: { contentType: answer.ContentType ?? 'application/octet-stream', cacheControl: answer.CacheControl ?? 'no-cache' },
        };
      }),
    );
  }

  async *list(prefix: string, signal?: AbortSignal): AsyncGenerator<ObjectInfo, void, void> {
    checkObjectPrefix(prefix);
    const { bucket, prefix: own } = this.#options;
    let token: string | undefined;
    do {
      const from = token;
      const page = await this.#run('list', signal, (inner) =>
        this.#client.send(
          new ListObjectsV2Command({ Bucket: bucket, Prefix: own + prefix, ...(from === undefined ? {} : { ContinuationToken: from }) }),
          { abortSignal: inner },
        ),
      );
      // some vendors' stores give a page in an order of their own
      const contents = (page.Contents ?? []).toSorted((one, other) => ((one.Key ?? '') < (other.Key ?? '') ? -1 : 1));
      for (const { Key, Size, LastModified } of contents) {
        if (Key?.startsWith(own) === true)
          yield { key: Key.slice(own.length), sizeBytes: Size ?? 0, modifiedMs: LastModified?.getTime() ?? 0 };
      }
      token = page.NextContinuationToken;
    } while (token !== undefined);
  }

  async delete(key: string, signal?: AbortSignal): Promise<void> {
    checkObjectKey('delete', key);
    await this.#run('delete', signal, (inner) => this.#client.send(new DeleteObjectCommand(this.#place(key)), { abortSignal: inner }));
  }

  async close(): Promise<void> {
    this.#client.destroy();
  }

  #place(key: string): { readonly Bucket: string; readonly Key: string } {
    return { Bucket: this.#options.bucket, Key: this.#options.prefix + key };
  }

  async #run<T>(operation: StoreOperation, signal: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { tries = TRIES, tryLimitMs = TRY_LIMIT_MS, retryMs = RETRY_MS } = this.#options;
    for (let attempt = 1; ; attempt++) {
      try {
        return await withTimeLimit(tryLimitMs, signal, work);
      } catch (error) {
        if (signal?.aborted === true) throw signal.reason;
        const refusal = refusalOf(error);
        if (refusal !== undefined) throw new StoreRefused({ operation, reason: refusal }, error);
        if (attempt >= tries) throw new StoreUnavailable({ operation, reason: reasonOf(error) }, error);
        await pause(Math.random() * retryMs * 2 ** (attempt - 1), signal);
      }
    }
  }
}

/** Fewer bytes came than were put. */
class Truncated extends Error {
  constructor() {
    super('the answer was cut short');
  }
}

function statusOf(error: unknown): number | undefined {
  return (error as Partial<S3ServiceException> | undefined)?.$metadata?.httpStatusCode;
}

async function unlessMissing<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    if (name === 'NoSuchKey' || (name === 'NotFound' && statusOf(error) === 404)) return undefined;
    throw error;
  }
}

/** Why it will not work however often it is tried; undefined when it may. */
function refusalOf(error: unknown): string | undefined {
  const name = error instanceof Error ? error.name : '';
  const status = statusOf(error);
  if (REFUSALS[name] !== undefined) return REFUSALS[name];
  if (status === 404) return REFUSALS['NoSuchBucket'];
  if (status === 403 || status === 401) return REFUSALS['AccessDenied'];
  if (status === 301) return REFUSALS['PermanentRedirect'];
  // 408 and 429 ask to come again
  if (status !== undefined && status >= 400 && status < 500 && status !== 408 && status !== 429) return `it answered ${status}`;
  return undefined;
}

/** A few words; a message of the SDK may hold an address with credentials, so only its kind is told. */
function reasonOf(error: unknown): string {
  if (error instanceof TimeLimitError || error instanceof Truncated) return errorMessage(error);
  const status = statusOf(error);
  if (status !== undefined) return `it answered ${status}`;
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  return code === '' ? 'the connection failed' : `the connection failed (${code})`;
}
