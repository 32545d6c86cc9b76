import type { Static, TProperties, TSchemaOptions } from 'typebox';
import { Type } from 'typebox';
import { checkResidency } from '../ports/residency.ts';
import type { ConfigRule, Environment } from './config.ts';
import { defineConfig } from './config.ts';

const PORT_RANGE = { minimum: 0, maximum: 65_535 };
const BUCKET_PATTERN = '^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$';
const FILE = { wanted: 'the path of a file' };

/** Puts a group's name on each of its keys. */
function group<Properties extends TProperties>(name: string, properties: Properties): Properties {
  for (const schema of Object.values(properties)) Object.assign(schema, { group: name });
  return properties;
}

const text = (options: TSchemaOptions) => Type.Optional(Type.String(options));

const schema = Type.Object({
  ...group('Where it listens and what it is called', {
    HOST: Type.String({
      default: '0.0.0.0',
      wanted: 'an address of this machine',
      description: 'Address that viewers and encoders connect to. 127.0.0.1 keeps it to this machine, :: takes IPv6 too',
    }),
    PORT: Type.Integer({
      ...PORT_RANGE,
      default: 8080,
      description: 'TCP port of the web server: watch page, playlists, media. 0 takes a free one',
    }),
    RTMP_PORT: Type.Integer({
      ...PORT_RANGE,
      default: 1935,
      description: 'TCP port that encoders publish to with RTMP. 0 takes a free one',
    }),
    RTMPS_PORT: Type.Optional(
      Type.Integer({ ...PORT_RANGE, description: 'TCP port for RTMP over TLS. Needs RTMPS_CERT_FILE and RTMPS_KEY_FILE. Empty: no RTMPS' }),
    ),
    RTMPS_CERT_FILE: text({ ...FILE, description: 'Certificate chain for RTMPS, PEM' }),
    RTMPS_KEY_FILE: text({ ...FILE, description: 'Private key for RTMPS, PEM' }),
    TLS_CERT_FILE: text({
      ...FILE,
      description: 'Certificate chain for the web server, PEM. With TLS_KEY_FILE it speaks HTTPS and HTTP/2',
    }),
    TLS_KEY_FILE: text({ ...FILE, description: 'Private key for the web server, PEM' }),
    PUBLIC_URL: text({
      pattern: '^https?://[^\\s/?#@]+/?$',
      wanted: 'an http:// or https:// URL without a path',
      description: 'How viewers reach it from outside, for printed links. Empty: made from HOST and PORT',
    }),
  }),
  ...group('This machine', {
    DATA_DIR: Type.String({
      default: './data',
      wanted: 'a folder',
      description: 'Stream keys, the journal, the upload spool and, when no S3_BUCKET is set, the recordings',
    }),
    LOG_LEVEL: Type.Enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      default: 'info',
      description: 'How much the log says',
    }),
    FFMPEG_PATH: text({
      wanted: 'the path of a program',
      description: 'The ffmpeg to use. Empty: the one that came with npm, else the one in PATH',
    }),
  }),
  ...group('The live picture', {
    PART_TARGET_MS: Type.Integer({
      minimum: 100,
      maximum: 1_000,
      default: 333,
      description: 'Length of a low-latency part in milliseconds. Shorter is closer to live and costs more requests',
    }),
    GRACE_SECONDS: Type.Integer({
      minimum: 0,
      maximum: 1_800,
      default: 120,
      description: 'How many seconds a slate waits for a presenter whose connection dropped before the recording ends',
    }),
    TRANSCODER_MAX_RUNGS: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 3,
        description: 'Most renditions that are encoded beside the source. Empty: chosen from the source and the processor',
      }),
    ),
    TRANSCODER_SPOOL_MAX_MIB: Type.Integer({
      minimum: 16,
      maximum: 1_048_576,
      default: 4_096,
      description: 'Most MiB of segments kept in DATA_DIR while the object store is away; the oldest go first',
    }),
  }),
  ...group('The room', {
    DATABASE_URL: text({
      pattern: '^postgres(?:ql)?://\\S+$',
      wanted: 'a URL that starts with postgres://',
      secret: true,
      description: 'PostgreSQL 15 or newer, for events, people, messages and votes. Empty: a file in DATA_DIR',
    }),
    REDIS_URL: text({
      pattern: '^rediss?://\\S+$',
      wanted: 'a URL that starts with redis:// or rediss://',
      secret: true,
      description: 'Redis 7 or Valkey, over which several machines are one Plenary. Empty: everything runs in this process',
    }),
    REDIS_PREFIX: Type.String({
      default: 'plenary:',
      pattern: '^[a-z0-9:_-]{1,40}$',
      wanted: 'lower-case letters, digits, colons and dashes',
      description: 'What every key in Redis starts with, when several installations share one',
    }),
    INSTALLATION_SECRET: text({
      minLength: 32,
      wanted: 'at least 32 characters that nobody can guess (openssl rand -hex 32)',
      secret: true,
      description: 'What tickets and links to the picture are signed with; the same on every machine. Empty: made once, in DATA_DIR/secret',
    }),
    WEBHOOK_HOSTS: text({
      pattern: '^[a-z0-9.-]+(?:,[a-z0-9.-]+)*$',
      wanted: 'host names with commas between them',
      description: 'Hosts that webhooks may call, whole names. Empty: none',
    }),
  }),
  ...group('The object store', {
    S3_BUCKET: text({
      pattern: BUCKET_PATTERN,
      wanted: 'the name of a bucket (3-63 lower-case letters, digits, dots and dashes)',
      description: 'Bucket for recordings. Empty: a folder in DATA_DIR',
    }),
    S3_ENDPOINT: text({
      wanted: 'a URL that starts with https://',
      description: 'Where the S3 server is. Empty: AWS in S3_REGION. Must be on the EU list below',
    }),
    S3_REGION: text({
      pattern: '^[a-z0-9-]{2,32}$',
      wanted: 'a region id like eu-central-1',
      description: 'Region of the bucket, as the provider writes it. For AWS it must be on the EU list below',
    }),
    S3_ACCESS_KEY_ID: text({ secret: true, description: 'Who we are to the store. Empty: the AWS default chain (instance role, profile)' }),
    S3_SECRET_ACCESS_KEY: text({ secret: true, description: 'The proof of it' }),
    S3_FORCE_PATH_STYLE: Type.Optional(
      Type.Boolean({ description: 'Bucket in the path instead of in the host name. Empty: true when S3_ENDPOINT is set' }),
    ),
    S3_PREFIX: text({
      pattern: '^[A-Za-z0-9_-][A-Za-z0-9._-]*(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)*/?$',
      wanted: 'letters, digits, dots, dashes and single slashes',
      description: 'What every object key starts with, when the bucket is shared',
    }),
    RESIDENCY_OVERRIDE: Type.Boolean({
      default: false,
      description: 'Accept an object store outside the EU list. It is logged at every start',
    }),
  }),
});

type Key = keyof Static<typeof schema>;
type Rule = ConfigRule<Static<typeof schema>>;

function together(first: Key, second: Key): Rule {
  return {
    about: [first, second],
    problem: (settings) => {
      if ((settings[first] === undefined) === (settings[second] === undefined)) return undefined;
      const [set, missing] = settings[first] === undefined ? [second, first] : [first, second];
      return `${set} is set and ${missing} is not: set both or neither.`;
    },
  };
}

const rtmpsNeedsFiles: Rule = {
  about: ['RTMPS_PORT', 'RTMPS_CERT_FILE'],
  problem: ({ RTMPS_PORT, RTMPS_CERT_FILE }) => {
    if ((RTMPS_PORT === undefined) === (RTMPS_CERT_FILE === undefined)) return undefined;
    return RTMPS_PORT === undefined
      ? 'RTMPS_CERT_FILE is set and RTMPS_PORT is not: set a port (443 or 1936 are usual).'
      : 'RTMPS_PORT is set: RTMPS_CERT_FILE and RTMPS_KEY_FILE are needed with it.';
  },
};

const portsDiffer: Rule = {
  about: ['PORT', 'RTMP_PORT', 'RTMPS_PORT'],
  problem: ({ PORT, RTMP_PORT, RTMPS_PORT }) => {
    const fixed = [PORT, RTMP_PORT, RTMPS_PORT].filter((port) => port !== undefined && port !== 0);
    const twice = fixed.find((port, index) => fixed.indexOf(port) !== index);
    return twice === undefined ? undefined : `PORT, RTMP_PORT and RTMPS_PORT must differ: ${twice} is there twice.`;
  },
};

const bucketNeedsRegion: Rule = {
  about: ['S3_BUCKET', 'S3_REGION', 'S3_ENDPOINT', 'S3_ACCESS_KEY_ID'],
  problem: ({ S3_BUCKET, ...others }) => {
    if (S3_BUCKET !== undefined) {
      return others.S3_REGION === undefined ? 'S3_BUCKET is set and S3_REGION is not: set the region of the bucket.' : undefined;
    }
    const orphan = (['S3_ENDPOINT', 'S3_REGION', 'S3_ACCESS_KEY_ID'] as const).find((key) => others[key] !== undefined);
    return orphan === undefined ? undefined : `${orphan} is set and S3_BUCKET is not: set the bucket, or remove the other S3_ settings.`;
  },
};

const insideTheEu: Rule = {
  about: ['S3_BUCKET', 'S3_REGION', 'S3_ENDPOINT', 'RESIDENCY_OVERRIDE'],
  problem: ({ S3_BUCKET, S3_REGION, S3_ENDPOINT, RESIDENCY_OVERRIDE }) => {
    if (S3_BUCKET === undefined || S3_REGION === undefined || RESIDENCY_OVERRIDE) return undefined;
    const verdict = checkResidency({ endpoint: S3_ENDPOINT, region: S3_REGION });
    return verdict.ok ? undefined : verdict.refusal;
  },
};

const config = defineConfig({
  schema,
  prefixes: [
    'PLENARY_',
    'INGEST_',
    'TRANSCODER_',
    'ORIGIN_',
    'S3_',
    'RTMP_',
    'RTMPS_',
    'TLS_',
    'PART_',
    'GRACE_',
    'RESIDENCY_',
    'DATABASE_',
    'REDIS_',
    'WEBHOOK_',
    'INSTALLATION_',
  ],
  ignored: ['INGEST_FUZZ_CASES', 'INGEST_FUZZ_SEED'],
  rules: [
    together('RTMPS_CERT_FILE', 'RTMPS_KEY_FILE'),
    together('TLS_CERT_FILE', 'TLS_KEY_FILE'),
    together('S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'),
    rtmpsNeedsFiles,
    portsDiffer,
    bucketNeedsRegion,
    insideTheEu,
  ],
});

/** Everything the program may be told, checked; keys as in the environment. */
export type Settings = ReturnType<typeof config.read>;

/** Pure: the settings, frozen. @throws ConfigInvalid with every problem at once. */
export function readSettings(env: Environment): Settings {
  return config.read(env);
}

/** Every key, for the documents. */
export const SETTINGS_KEYS = config.keys;
