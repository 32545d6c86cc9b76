import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../../../core/runtime/free-port.ts';
import { waitUntil } from '../../../core/runtime/test-support.ts';

/** Debian's nginx with its usual settings, serving files. */
export interface Nginx {
  readonly url: string;
  stop(): Promise<void>;
}

const PROGRAM = existsSync('/usr/sbin/nginx') ? '/usr/sbin/nginx' : 'nginx';

/** `files`: path -> bytes. Its access log is off, as the origin has none. @throws Error when nginx is not installed. */
export async function startNginx(files: ReadonlyMap<string, Buffer>): Promise<Nginx> {
  const folder = await mkdtemp(path.join(tmpdir(), 'plenary-nginx-'));
  await chmod(folder, 0o755);
  for (const [name, bytes] of files) {
    await mkdir(path.dirname(path.join(folder, 'www', name)), { recursive: true });
    await writeFile(path.join(folder, 'www', name), bytes);
  }
  const port = await freePort();
  const config = `worker_processes auto; daemon off; pid ${folder}/pid; error_log ${folder}/error.log;
${process.getuid?.() === 0 ? 'user www-data;' : ''}
events { worker_connections 4096; }
http {
  sendfile on; tcp_nopush on; access_log off; keepalive_requests 1000000;
  client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
  types { application/vnd.apple.mpegurl m3u8; video/mp4 m4s mp4; }
  server {
    listen 127.0.0.1:${port}; root ${folder}/www;
    add_header Cache-Control "public, max-age=31536000, immutable"; add_header Access-Control-Allow-Origin *;
  }
}
`;
  await writeFile(path.join(folder, 'nginx.conf'), config);
  const child = spawn(PROGRAM, ['-c', path.join(folder, 'nginx.conf'), '-e', path.join(folder, 'error.log')], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  const url = `http://127.0.0.1:${port}`;
  await waitUntil(
    () => {
      if (child.exitCode !== null || child.pid === undefined) throw new Error('nginx does not start: apt-get install nginx-light');
      return fetch(url).then(
        () => true,
        () => false,
      );
    },
    { within: 10_000 },
  );
  return {
    url,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
