// OpenAI's tiktoken, from the package tiktoken in the folder that SINTER_PEERS names; it works on one thread.
// Each line asked is a JSON array: ["encode", encoding, texts] encodes the texts of a file, a JSON array of them; ["decode", encoding, texts] decodes their ids again;
// ["ids", encoding, texts, path] writes their ids as 32-bit numbers. All are answered with {"seconds": [...]}.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const say = (answer) => process.stdout.write(JSON.stringify(answer) + '\n');

function load(name) {
  try {
    return createRequire(join(process.env.SINTER_PEERS, 'package.json'))(name);
  } catch {
    return null;
  }
}

const tiktoken = load('tiktoken');
if (tiktoken === null) {
  say({ missing: 'SINTER_PEERS names no folder in which tiktoken is installed (npm install tiktoken)' });
} else {
  say({ peer: `tiktoken ${load('tiktoken/package.json')?.version ?? ''}`.trim() });
  for await (const line of createInterface({ input: process.stdin })) {
    const [verb, name, texts, path] = JSON.parse(line);
    const encoding = tiktoken.get_encoding(name);
    const documents = JSON.parse(readFileSync(texts, 'utf8'));
    encoding.encode_ordinary(documents[0]);
    let start = performance.now();
    const ids = documents.map((text) => encoding.encode_ordinary(text));
    if (verb === 'decode') {
      start = performance.now();
      ids.forEach((one) => encoding.decode(one));
    }

    const seconds = (performance.now() - start) / 1000;
    if (verb === 'ids') {
      writeFileSync(path, Buffer.concat(ids.map((one) => Buffer.from(one.buffer, one.byteOffset, one.byteLength))));
    }

    encoding.free();
    say({ seconds: [seconds] });
  }
}
