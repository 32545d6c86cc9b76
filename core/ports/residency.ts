/**
 * Where an object store is and who controls it. Whole host names and exact region ids, never "contains eu": `oos.us-west-1`
 * ends like an EU one, Wasabi's `eu-west-1` is London, `eu-west-2` and `eu-central-2` of AWS are London and Zurich, gcore's
 * domain also has Chicago.
 */

/** Whose law the provider answers to in the end: not the same as where the disks are. */
export interface Residency {
  /** The region as the list names it. */
  readonly region: string;
  /** City or country, and the law of the company behind it. */
  readonly place: string;
  readonly jurisdiction: string;
}

export type ResidencyVerdict =
  | ({ readonly ok: true } & Residency)
  /** `refusal` is a sentence that names the setting and the rule. */
  | { readonly ok: false; readonly refusal: string };

export interface ResidencyQuestion {
  /** S3_ENDPOINT; undefined means AWS's own for the region. */
  readonly endpoint: string | undefined;
  /** S3_REGION. */
  readonly region: string | undefined;
}

const row = (region: string, place: string, jurisdiction: string): Residency => ({ region, place, jurisdiction });

/** AWS regions inside the EU. Not here: eu-west-2 (London), eu-central-2 (Zurich). */
const AWS_REGIONS: ReadonlyMap<string, Residency> = new Map(
  [
    row('eu-central-1', 'Frankfurt, Germany', 'United States (AWS)'),
    row('eu-west-1', 'Dublin, Ireland', 'United States (AWS)'),
    row('eu-west-3', 'Paris, France', 'United States (AWS)'),
    row('eu-north-1', 'Stockholm, Sweden', 'United States (AWS)'),
    row('eu-south-1', 'Milan, Italy', 'United States (AWS)'),
    row('eu-south-2', 'Aragon, Spain', 'United States (AWS)'),
  ].map((entry) => [entry.region, entry]),
);

/** Endpoints of other providers, by whole host name. */
const HOSTS: ReadonlyMap<string, Residency> = new Map<string, Residency>([
  ['s3.gra.io.cloud.ovh.net', row('gra', 'Gravelines, France', 'France (OVHcloud)')],
  ['s3.rbx.io.cloud.ovh.net', row('rbx', 'Roubaix, France', 'France (OVHcloud)')],
  ['s3.sbg.io.cloud.ovh.net', row('sbg', 'Strasbourg, France', 'France (OVHcloud)')],
  ['s3.de.io.cloud.ovh.net', row('de', 'Frankfurt, Germany', 'France (OVHcloud)')],
  ['s3.waw.io.cloud.ovh.net', row('waw', 'Warsaw, Poland', 'France (OVHcloud)')],
  ['s3.eu-west-par.io.cloud.ovh.net', row('eu-west-par', 'Paris, France', 'France (OVHcloud)')],
  ['s3.fr-par.scw.cloud', row('fr-par', 'Paris, France', 'France (Scaleway)')],
  ['s3.nl-ams.scw.cloud', row('nl-ams', 'Amsterdam, Netherlands', 'France (Scaleway)')],
  ['s3.pl-waw.scw.cloud', row('pl-waw', 'Warsaw, Poland', 'France (Scaleway)')],
  ['fsn1.your-objectstorage.com', row('fsn1', 'Falkenstein, Germany', 'Germany (Hetzner)')],
  ['nbg1.your-objectstorage.com', row('nbg1', 'Nuremberg, Germany', 'Germany (Hetzner)')],
  ['hel1.your-objectstorage.com', row('hel1', 'Helsinki, Finland', 'Germany (Hetzner)')],
  ['s3.eu-central-1.ionoscloud.com', row('eu-central-1', 'Germany', 'Germany (IONOS)')],
  ['s3.eu-central-2.ionoscloud.com', row('eu-central-2', 'Germany', 'Germany (IONOS)')],
  ['s3.eu-central-3.ionoscloud.com', row('eu-central-3', 'Germany', 'Germany (IONOS)')],
  ['s3.eu-central-4.ionoscloud.com', row('eu-central-4', 'Germany', 'Germany (IONOS)')],
  ['s3.eu-south-2.ionoscloud.com', row('eu-south-2', 'Spain', 'Germany (IONOS)')],
  ['oos.eu-west-2.outscale.com', row('eu-west-2', 'France', 'France (Outscale)')],
  ['sos-at-vie-1.exo.io', row('at-vie-1', 'Vienna, Austria', 'Switzerland (Exoscale)')],
  ['sos-at-vie-2.exo.io', row('at-vie-2', 'Vienna, Austria', 'Switzerland (Exoscale)')],
  ['sos-de-fra-1.exo.io', row('de-fra-1', 'Frankfurt, Germany', 'Switzerland (Exoscale)')],
  ['sos-de-muc-1.exo.io', row('de-muc-1', 'Munich, Germany', 'Switzerland (Exoscale)')],
  ['sos-bg-sof-1.exo.io', row('bg-sof-1', 'Sofia, Bulgaria', 'Switzerland (Exoscale)')],
]);

/** Every store inside the EU that is known, for the documents: by endpoint, or by region where the endpoint is AWS's own. */
export function listedStores(): readonly (Residency & { readonly endpoint: string })[] {
  const aws = [...AWS_REGIONS.values()].map((one) => ({ ...one, endpoint: '' }));
  return [...aws, ...[...HOSTS].map(([host, one]) => ({ ...one, endpoint: `https://${host}` }))];
}

const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);
const WAY_OUT = 'Choose one from docs/configuration.md, or set RESIDENCY_OVERRIDE=true to keep recordings outside the list knowingly';

function refuse(sentence: string): ResidencyVerdict {
  return { ok: false, refusal: `${sentence} ${WAY_OUT}.` };
}

function judgeAwsRegion(region: string): ResidencyVerdict {
  const known = AWS_REGIONS.get(region);
  if (known !== undefined) return { ok: true, ...known };
  return refuse(`S3_REGION ${JSON.stringify(region)} is not an AWS region inside the EU (${[...AWS_REGIONS.keys()].join(', ')}).`);
}

/** Whether recordings may be kept there: by endpoint when there is one, by AWS region when there is none. Pure. */
export function checkResidency({ endpoint, region }: ResidencyQuestion): ResidencyVerdict {
  if (endpoint === undefined) {
    return region === undefined ? refuse('S3_REGION is not set, so nobody can tell where the bucket is.') : judgeAwsRegion(region);
  }
  const url = URL.parse(endpoint);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    return refuse('S3_ENDPOINT must be a URL that starts with https://.');
  }
  // what looks like a host before the @ is a user name; a store is never reached with one
  if (url.username !== '' || url.password !== '') return refuse('S3_ENDPOINT must not hold a user name or password.');
  if (LOOPBACK_HOSTS.has(url.hostname)) return { ok: true, ...row('loopback', 'this machine', 'your own') };
  if (url.protocol !== 'https:')
    return refuse(`S3_ENDPOINT ${url.host} must be reached with https://: recordings do not travel in the clear.`);
  const aws = /^s3\.(?:dualstack\.)?([a-z0-9-]+)\.amazonaws\.com$/.exec(url.hostname)?.[1];
  const known = HOSTS.get(url.hostname);
  if (aws === undefined && known === undefined) {
    return refuse(`S3_ENDPOINT ${url.host} is not on the list of object stores inside the EU (whole host names).`);
  }
  if (url.port !== '') return refuse(`S3_ENDPOINT ${url.host} must not name a port: the listed stores answer on 443.`);
  if (aws !== undefined) {
    const verdict = judgeAwsRegion(aws);
    if (verdict.ok && region !== undefined && region !== aws) {
      return refuse(`S3_REGION ${JSON.stringify(region)} is not the region of S3_ENDPOINT ${url.host}.`);
    }
    return verdict;
  }
  return known === undefined ? refuse(`S3_ENDPOINT ${url.host} is not on the list.`) : { ok: true, ...known };
}
