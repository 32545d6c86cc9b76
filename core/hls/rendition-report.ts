/** EXT-X-RENDITION-REPORT (rfc8216bis 4.4.5.4). Pure. */
import { Attributes } from './attributes.ts';

/** How far another rendition is, so that a player which changes to it can ask for the right part at once. */
export interface RenditionReport {
  readonly uri: string;
  readonly lastMsn: number;
  readonly lastPart: number;
}

export function renderReport(report: RenditionReport): string {
  return `#EXT-X-RENDITION-REPORT:URI="${report.uri}",LAST-MSN=${report.lastMsn},LAST-PART=${report.lastPart}`;
}

/** @throws PlaylistSyntaxError. */
export function parseReport(value: string, line: number): RenditionReport {
  const attributes = new Attributes(value, line);
  return {
    uri: attributes.required('URI', attributes.quoted('URI')),
    lastMsn: attributes.required('LAST-MSN', attributes.integer('LAST-MSN')),
    lastPart: attributes.required('LAST-PART', attributes.integer('LAST-PART')),
  };
}
