import { readdir, readFile } from 'node:fs/promises';

/** Process ids of the children of a process whose program has this name. proc(5). */
export async function childrenOf(parent: number, program: string): Promise<readonly number[]> {
  const found: number[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    const end = stat.lastIndexOf(')');
    if (stat.slice(stat.indexOf('(') + 1, end) === program && Number(stat.slice(end + 2).split(' ')[1]) === parent)
      found.push(Number(name));
  }
  return found;
}
